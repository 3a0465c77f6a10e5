using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Networking.Shared;

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
        services.AddSingleton(provider => new BoundedTransport(
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IOptions<SocketConnectionOptions>>().Value));
        // Orleans' TLS logs every refusal with a stack, as often as a stranger likes; ours says why, once an hour.
        services.AddLogging(logging => logging.AddFilter("Orleans.Connections.Security", LogLevel.None));
        BoundReceiving(services);
    }

    /// <summary>Gives Orleans the bounded transport, under the keys by which it looks for its own.</summary>
    private static void BoundReceiving(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            var (type, isKeyed) = (services[i].ServiceType, services[i].IsKeyedService);
            if (isKeyed && (type == typeof(IConnectionListenerFactory) || type == typeof(IConnectionFactory)))
            {
                services[i] = ServiceDescriptor.KeyedSingleton(
                    type, services[i].ServiceKey, (provider, _) => provider.GetRequiredService<BoundedTransport>());
            }
        }
    }

    private static HandshakeMiddleware Middleware(IConnectionBuilder builder) =>
        builder.ApplicationServices.GetRequiredService<HandshakeMiddleware>();
}
