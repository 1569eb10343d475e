using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using Shouldly;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Sheets of months, and what was to be reported in them.</summary>
public abstract class ExpectedOfMonths(SharedHost shared)
{
    private protected IngestionHost Host => shared.Host;

    protected HttpClient Admin => Host.As(Roles.Admin);

    protected static string Reading(string source, string activity, string quantity = "10", string more = "")
    {
        var unit = activity.Split('.')[0] switch
        {
            "fugitive" => "kg",
            "fuel" => "t",
            _ => "MWh",
        };
        return $$"""
            { "source": "{{source}}", "activity": "{{activity}}", "quantity": "{{quantity}}", "unit": "{{unit}}",
            "quality": "measured"{{more}} }
            """;
    }

    private protected static async Task<Answer> PostAsync(
        HttpClient admin,
        string plant,
        string month,
        params string[] readings
    )
    {
        var answer = await admin.PostReadingsAsync(plant, month, Calls.Sheet(readings));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        return answer;
    }

    protected async Task<string> MissingAsync(string plant, string month)
    {
        var sheet = await Stored.SheetAsync(Host, plant, month);
        return string.Join(
            ", ",
            sheet.Sources.SelectMany(source => (source.NotReported ?? []).Select(missing => $"{source.Code} {missing}"))
        );
    }
}
