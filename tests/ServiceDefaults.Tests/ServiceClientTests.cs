using System.Collections.Concurrent;
using System.Net;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Calls from one service to another.</summary>
[Tier(Tier.Service)]
public sealed class ServiceClientTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _tickets = [];
    private readonly ConcurrentQueue<int> _answers = [];
    private WebApplication? _upstream;
    private ServiceProvider? _caller;
    private Refusal? _refusal;
    private int _calls;

    private async Task<HttpClient> ClientAsync(string? address = null)
    {
        var upstream = WebApplication.CreateSlimBuilder();
        upstream.Logging.ClearProviders();
        _upstream = upstream.Build();
        _upstream.Urls.Add("http://127.0.0.1:0");
        _upstream.Map(
            "/{**any}",
            (HttpContext context) =>
            {
                Interlocked.Increment(ref _calls);
                _tickets.Enqueue(context.Request.Headers["X-Caller-Ticket"].ToString());
                if (_refusal is not null)
                    return _refusal.ToResult();
                return Results.StatusCode(_answers.TryDequeue(out var status) ? status : 200);
            }
        );
        await _upstream.StartAsync();

        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Services:Ledger"] = address ?? _upstream.Urls.Single();
        builder.Configuration["Tickets:SigningKey"] = Issuer.Ingestion.PrivateKey;
        builder.AddServiceDefaults("ingestion");
        builder.Logging.ClearProviders();
        builder.AddServiceClient("ledger");
        _caller = builder.Services.BuildServiceProvider();
        return _caller.GetRequiredService<IHttpClientFactory>().CreateClient("ledger");
    }

    private static TicketVerifier Ledger() =>
        new(
            "ledger",
            new Dictionary<string, byte[]>
            {
                ["gateway"] = Issuer.Gateway.PublicKeyBytes,
                ["ingestion"] = Issuer.Ingestion.PublicKeyBytes,
            },
            TimeProvider.System
        );

    [Fact]
    public async Task On_its_own_account_a_service_signs_as_itself()
    {
        var client = await ClientAsync();
        (await client.GetAsync(new Uri("/internal/state", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var caller = Ledger().Verify(_tickets.ShouldHaveSingleItem(), out _).ShouldNotBeNull();
        caller.Id.ShouldBe("ingestion");
        caller.Roles.ShouldBe([Roles.Service]);
    }

    [Fact]
    public async Task A_call_in_the_name_of_a_caller_names_that_caller()
    {
        var client = await ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/totals").OnBehalfOf(
            new Caller("key-7", [Roles.Festival], [PlantCode.Parse("SX-A1")])
        );
        await client.SendAsync(request);

        // Ingestion may not do this, so the ticket is not believed; what it says is what matters here.
        var payload = System.Text.Encoding.UTF8.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(_tickets.ShouldHaveSingleItem().Split('.')[0])
        );
        payload.ShouldStartWith(
            """{"iss":"ingestion","sub":"key-7","roles":["festival"],"plants":["SX-A1"],"aud":"ledger","""
        );
    }

    [Fact]
    public async Task A_call_that_may_be_repeated_is_repeated_with_one_good_ticket_each_time()
    {
        var client = await ClientAsync();
        _answers.Enqueue(503);
        _answers.Enqueue(502);
        (await client.GetAsync(new Uri("/totals", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        _calls.ShouldBe(3);
        // Two tickets in one header would be none.
        foreach (var ticket in _tickets)
            Ledger().Verify(ticket, out _).ShouldNotBeNull(ticket).Id.ShouldBe("ingestion");
    }

    [Fact]
    public async Task A_post_is_not_repeated()
    {
        var client = await ClientAsync();
        _answers.Enqueue(503);
        (
            await Should.ThrowAsync<ServiceUnavailableException>(() =>
                client.PostAsync(new Uri("/x", UriKind.Relative), null)
            )
        ).Service.ShouldBe("ledger");
        _calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_answer_is_an_answer(int status)
    {
        var client = await ClientAsync();
        _answers.Enqueue(status);
        ((int)(await client.GetAsync(new Uri("/totals", UriKind.Relative))).StatusCode).ShouldBe(status);
        _calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("overloaded")]
    [InlineData("busy")]
    public async Task A_service_with_too_much_to_do_is_neither_asked_again_nor_taken_for_one_that_is_away(string code)
    {
        var client = await ClientAsync();
        _refusal = code == "busy" ? Refusals.Busy : Refusals.Overloaded;
        // More than it takes to spare a service that fails.
        for (var i = 1; i <= 10; i++)
        {
            var overloaded = await Should.ThrowAsync<ServiceOverloadedException>(() =>
                client.GetAsync(new Uri("/totals", UriKind.Relative))
            );
            overloaded.Refusal.ShouldBe(_refusal);
            _calls.ShouldBe(i);
        }
        _refusal = null;
        (await client.GetAsync(new Uri("/totals", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        var client = await ClientAsync("http://127.0.0.1:1");
        (
            await Should.ThrowAsync<ServiceUnavailableException>(() =>
                client.GetAsync(new Uri("/totals", UriKind.Relative))
            )
        ).Service.ShouldBe("ledger");
    }

    [Fact]
    public async Task A_service_that_only_fails_is_left_in_peace_and_tried_again_later()
    {
        var client = await ClientAsync();
        for (var i = 0; i < 8; i++)
            _answers.Enqueue(503);
        for (var i = 0; i < 8; i++)
            await Should.ThrowAsync<ServiceUnavailableException>(() =>
                client.PostAsync(new Uri("/x", UriKind.Relative), null)
            );
        await Should.ThrowAsync<ServiceUnavailableException>(() =>
            client.PostAsync(new Uri("/x", UriKind.Relative), null)
        );
        _calls.ShouldBe(8, "the ninth call must not reach a service that has failed eight times");

        using var deadline = new CancellationTokenSource(s_patience);
        while (_calls == 8)
        {
            try
            {
                await client.PostAsync(new Uri("/x", UriKind.Relative), null, deadline.Token);
            }
            catch (ServiceUnavailableException)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_caller is not null)
            await _caller.DisposeAsync();
        if (_upstream is not null)
            await _upstream.DisposeAsync();
    }
}
