using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Sweep.Silo.Security.Handshake;

namespace Sweep.Silo.Security;

/// <summary>Connections that prove the cluster's secret.</summary>
public static class SecuritySetup
{
    /// <summary>Every connection of the silo, to and from nodes and from clients, is encrypted and proves the secret first.</summary>
    public static ISiloBuilder UseClusterSecret(this ISiloBuilder silo, ClusterSecret secret)
    {
        silo.Services.AddDoor(secret);
        return silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(builder => builder.Accept(HandshakeRole.NodePort));
            options.ConfigureGatewayInboundConnection(builder => builder.Accept(HandshakeRole.Gateway));
            options.ConfigureSiloOutboundConnection(builder => builder.Initiate(HandshakeRole.Node));
        });
    }

    /// <summary>Every connection of the client is encrypted and proves the secret first.</summary>
    public static IClientBuilder UseClusterSecret(this IClientBuilder client, ClusterSecret secret)
    {
        client.Services.AddDoor(secret);
        return client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(builder => builder.Initiate(HandshakeRole.Client)));
    }

    private static void AddDoor(this IServiceCollection services, ClusterSecret secret) => services.AddSingleton(provider => new ClusterDoor(
        secret,
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider.GetRequiredService<ILogger<ClusterDoor>>()));

    private static void Accept(this IConnectionBuilder builder, HandshakeRole port)
    {
        var door = builder.ApplicationServices.GetRequiredService<ClusterDoor>();
        builder.Use(next => context => door.Accept(port, context, next));
    }

    private static void Initiate(this IConnectionBuilder builder, HandshakeRole role)
    {
        var door = builder.ApplicationServices.GetRequiredService<ClusterDoor>();
        builder.Use(next => context => door.Initiate(role, context, next));
    }
}
