using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Sweep.Silo.Security;

/// <summary>Connections that prove the cluster's secret.</summary>
public static class SecuritySetup
{
    /// <summary>Every connection of the silo, to and from nodes and from clients, is encrypted and proves the secret first.</summary>
    public static ISiloBuilder UseClusterSecret(this ISiloBuilder silo, ClusterSecret secret)
    {
        silo.Services.AddHandshake(secret);
        return silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(builder => Middleware(builder).Accept(builder, PortProtocol.Nodes));
            options.ConfigureGatewayInboundConnection(builder => Middleware(builder).Accept(builder, PortProtocol.Gateway));
            options.ConfigureSiloOutboundConnection(builder => Middleware(builder).Connect(builder, PortProtocol.Nodes));
        });
    }

    /// <summary>Every connection of the client is encrypted and proves the secret first.</summary>
    public static IClientBuilder UseClusterSecret(this IClientBuilder client, ClusterSecret secret)
    {
        client.Services.AddHandshake(secret);
        return client.Configure<ClientConnectionOptions>(options =>
            options.ConfigureConnection(builder => Middleware(builder).Connect(builder, PortProtocol.Gateway)));
    }

    private static void AddHandshake(this IServiceCollection services, ClusterSecret secret)
    {
        services.AddSingleton(provider => new HandshakeMiddleware(
            secret.Key,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<HandshakeMiddleware>>()));
        // Orleans' TLS logs every refusal with a stack, as often as a stranger likes; ours says why, once an hour.
        services.AddLogging(logging => logging.AddFilter("Orleans.Connections.Security", LogLevel.None));
    }

    private static HandshakeMiddleware Middleware(IConnectionBuilder builder) =>
        builder.ApplicationServices.GetRequiredService<HandshakeMiddleware>();
}
