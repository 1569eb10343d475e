using CarbonPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What is secret may come as files, so that it is in nobody's environment.</summary>
[Tier(Tier.Pure)]
public sealed class SecretFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbon-secrets-");

    [Fact]
    public void A_file_is_a_setting_of_its_name_and_goes_before_the_environment()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ConnectionStrings__Service"), "Host=from-a-file\n");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["ConnectionStrings:Service"] = "Host=from-the-environment",
                    ["Services:Ledger"] = "http://ledger:8080",
                }
            )
            .AddSecretFiles(_folder.FullName)
            .Build();

        configuration.GetConnectionString("Service").ShouldBe("Host=from-a-file");
        configuration["Services:Ledger"].ShouldBe("http://ledger:8080");
    }

    [Fact]
    public void Where_there_is_no_such_folder_nothing_is_read() =>
        new ConfigurationBuilder()
            .AddSecretFiles(Path.Combine(_folder.FullName, "missing"))
            .Build()
            .AsEnumerable()
            .ShouldBeEmpty();

    public void Dispose() => _folder.Delete(recursive: true);
}
