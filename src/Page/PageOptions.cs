using System.Net;
using System.Security.Cryptography.X509Certificates;
using Sweep.Page.Access;

namespace Sweep.Page;

/// <summary>Where and for whom a page is served.</summary>
public sealed record PageOptions
{
    /// <summary>Port unless another one is asked for, if it is free: the same after a restart, so that open pages find it again.</summary>
    public const int UsualPort = 8421;

    /// <summary>Where to listen; port 0 = any free one.</summary>
    public required IPEndPoint Place { get; init; }

    /// <summary>True when any free port will do if this one is taken; default false.</summary>
    public bool MayMove { get; init; }

    /// <summary>What the link and the cookie are made of.</summary>
    public required PageSecret Secret { get; init; }

    /// <summary>The certificate, with its key, of a page that others than this machine reach; null (default) = no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes errors that are defects; default: nobody.</summary>
    public Action<Exception> OnDefect { get; init; } = _ => { };
}
