using System.Net;
using System.Text;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// Ports are anybody's: between two looks a stranger may have taken one, another platform for instance, which answers
/// as ours would.
/// </summary>
[Collection<PlatformCollection>]
public sealed class PortTests(Platform platform)
{
    [Fact]
    public async Task A_service_whose_port_a_stranger_took_gets_another_when_the_platform_is_brought_up_again()
    {
        var before = platform.AddressOf("ingestion");
        await platform.KillAsync("ingestion");
        using var stranger = new HttpListener { Prefixes = { before.ToString() } };
        await Eventually.ShouldAsync(
            () =>
            {
                try
                {
                    stranger.Start();
                    return true;
                }
                catch (HttpListenerException)
                {
                    return false;
                }
            },
            "the stranger having the port"
        );
        var answering = AnswerAsync(stranger);

        await platform.ConfigureAsync();

        platform.AddressOf("ingestion").Port.ShouldNotBe(before.Port);
        (await platform.IsReadyAsync("ingestion")).ShouldBeTrue();
        await platform.ReadyAsync("gateway");
        (await platform.Client.GetAsync("units"))["units"].ShouldNotBeNull("the Gateway knows where it is now");
        stranger.Stop();
        await answering;
    }

    /// <summary>"ready" to whoever asks.</summary>
    private static async Task AnswerAsync(HttpListener stranger)
    {
        try
        {
            while (true)
            {
                var asked = await stranger.GetContextAsync();
                await asked.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes("ready"));
                asked.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // It is stopped.
        }
    }
}
