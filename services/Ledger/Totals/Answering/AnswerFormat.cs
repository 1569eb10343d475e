using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.Ledger.Totals.Answering;

/// <summary>In what form totals leave, by <c>Accept</c>: JSON where nothing else is preferred.</summary>
internal static class AnswerFormat
{
    public const string Json = "application/json";

    private static readonly string[] s_all = [Json, CsvTableWriter.MediaType, XlsxTableWriter.MediaType];

    private static readonly FrozenDictionary<string, string> s_extensions = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        [CsvTableWriter.MediaType] = "csv",
        [XlsxTableWriter.MediaType] = "xlsx",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The media type that the caller prefers of those there are.</summary>
    public static Answer<string> Of(HttpRequest request) =>
        AcceptedForm.Best(request, s_all) is { } form ? form : NotAcceptable;

    /// <summary>How a file of that type ends.</summary>
    public static string ExtensionOf(string mediaType) => s_extensions[mediaType];

    public static Refusal NotAcceptable { get; } = Refusals.NotAcceptable(s_all);
}
