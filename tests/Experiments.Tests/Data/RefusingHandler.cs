namespace Sweep.Experiments.Tests.Data;

/// <summary>A network that must not be used.</summary>
internal sealed class RefusingHandler : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"expected no request, found one to {request.RequestUri}");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
