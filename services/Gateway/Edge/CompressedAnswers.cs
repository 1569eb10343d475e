using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Answers are compressed here, where they leave the house, and nowhere else. Over TLS too: no answer holds a secret
/// beside what a stranger could have put into it.
/// </summary>
internal static class CompressedAnswers
{
    private static readonly string[] s_types =
    [
        "application/json",
        ServiceDefaults.ProblemDocument.ContentType,
        "text/csv",
        "text/plain",
        "text/html",
    ];

    public static void AddCompressedAnswers(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = s_types;
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    public static void UseCompressedAnswers(this WebApplication app) => app.UseResponseCompression();
}
