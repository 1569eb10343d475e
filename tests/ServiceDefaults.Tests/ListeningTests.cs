using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Hosting;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>No keys and no tickets in the clear beyond loopback.</summary>
[Tier(Tier.Service)]
public sealed class ListeningTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", false)]
    [InlineData("http://127.9.9.9:5000", false)]
    [InlineData("http://[::1]:5000", false)]
    [InlineData("http://localhost:5000", false)]
    [InlineData("http://unix:/run/ledger.sock", false)]
    [InlineData("https://0.0.0.0:5001", false)]
    [InlineData("http://0.0.0.0:5000", true)]
    [InlineData("http://[::]:5000", true)]
    [InlineData("http://*:5000", true)]
    [InlineData("http://+:5000", true)]
    [InlineData("HTTP://10.0.0.7:5000/base", true)]
    [InlineData("http://ledger.local:5000", true)]
    [InlineData("http://localhost.example.org:5000", true)]
    public void Plain_text_is_for_loopback(string address, bool refused) =>
        Listening.IsInTheOpen(address).ShouldBe(refused);

    [Theory]
    [InlineData("urls", "http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("http_ports", "0")]
    [InlineData("Kestrel:Endpoints:Api:Url", "http://*:0")]
    public async Task A_service_refuses_to_start_in_the_open(string setting, string value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = setting == "http_ports" ? "" : "http://127.0.0.1:0",
        };
        settings[setting] = value;
        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningService.StartAsync(_ => { }, settings: settings)
        );
        fault.Message.ShouldContain("Service__AllowPlaintext=true");
    }

    [Fact]
    public async Task Ports_that_an_address_overrules_do_not_count()
    {
        await using var service = await RunningService.StartAsync(
            _ => { },
            settings: new Dictionary<string, string?> { ["http_ports"] = "8080" }
        );
        service.Address.Host.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task An_address_bound_by_code_is_found_too() =>
        await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningService.StartAsync(
                _ => { },
                builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0))
            )
        );

    [Fact]
    public async Task A_closed_network_may_be_declared()
    {
        await using var service = await RunningService.StartAsync(
            _ => { },
            builder => builder.WebHost.UseUrls("http://0.0.0.0:0"),
            new Dictionary<string, string?> { ["Service:AllowPlaintext"] = "true" }
        );
        service.Address.Host.ShouldBe("0.0.0.0");
    }
}
