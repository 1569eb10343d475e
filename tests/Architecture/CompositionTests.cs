using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>What a container of deploy/compose may do, whom it reaches, and what it knows.</summary>
public sealed class CompositionTests
{
    /// <summary>What the images of others want in the environment, and how it comes there.</summary>
    private static readonly string[] s_secretsInEnvironments =
    [
        "keys ADMIN_KEY", // both are the person's own, who has them in .env for the calls to come
        "demo CARBON_KEY",
    ];

    /// <summary>In the name of a variable, or of what is put into it.</summary>
    private static readonly string[] s_marks = ["PASS", "SECRET", "SIGNING", "{ADMIN_KEY:", "{CARBON_KEY:"];

    private static readonly string[] s_services =
    [
        .. Repository.Services.Select(service => service.ToLowerInvariant()),
    ];

    public static TheoryData<string> Containers() => [.. Composition.Containers.Keys];

    [Theory]
    [MemberData(nameof(Containers))]
    public void A_container_is_confined(string name)
    {
        var container = Composition.Containers[name];
        container.Text("read_only").ShouldBe("true");
        container.Texts("tmpfs").ShouldContain("/tmp");
        container.Texts("cap_drop").ShouldBe(["ALL"]);
        container.Texts("cap_add").ShouldBeEmpty();
        container.Text("privileged").ShouldBeNull();
        container.Texts("security_opt").ShouldBe(["no-new-privileges:true"]);
        container.Text("mem_limit").ShouldNotBeNull().ShouldMatch("^[1-4]g$");
        int.Parse(container.Text("pids_limit").ShouldNotBeNull()).ShouldBeInRange(1, 512);
        container.Networks.ShouldNotBeEmpty("without a list it is on a network with everybody");
        container.Text("network_mode").ShouldBeNull();
    }

    [Fact]
    public void No_container_runs_as_root()
    {
        Repository.Read("deploy/compose/Dockerfile").ShouldContain("\nUSER $APP_UID\n");
        foreach (var (name, container) in Composition.Containers)
        {
            var isOurs = container.Text("image")!.StartsWith("carbon-platform/", StringComparison.Ordinal);
            if (isOurs)
                container.Text("user").ShouldBeNull(name);
            else
                container.Text("user").ShouldBeOneOf("postgres", "rabbitmq");
        }
    }

    [Fact]
    public void Who_has_nothing_to_say_to_whom_does_not_reach_it()
    {
        Composition.ClosedNetworks.ShouldBe(["calls", "database", "broker"], ignoreOrder: true);
        On("edge").ShouldBe(["demo", "gateway", "keys"]);
        On("calls").ShouldBe(["calculation", "gateway", "ingestion", "ledger"]);
        On("broker").ShouldBe(["calculation", "ingestion", "ledger", "rabbitmq"]);
        On("database")
            .ShouldBe(
                [.. s_services, .. s_services.Select(service => service + "-migrate"), "databases", "postgres"],
                ignoreOrder: true
            );
        Composition
            .Containers.Where(container => container.Value.Texts("ports").Count > 0)
            .Select(container => container.Key)
            .ShouldBe(["gateway"]);
        Composition.Containers["gateway"].Texts("ports").ShouldHaveSingleItem().ShouldStartWith("127.0.0.1:");

        static IEnumerable<string> On(string network) =>
            Composition
                .Containers.Where(container => container.Value.Networks.Contains(network, StringComparer.Ordinal))
                .Select(container => container.Key)
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_secret_is_in_files()
    {
        var inEnvironments =
            from container in Composition.Containers
            from variable in container.Value.Environment
            where IsSecret(variable.Key, variable.Value)
            select $"{container.Key} {variable.Key}";
        inEnvironments.ShouldBe(s_secretsInEnvironments, ignoreOrder: true);

        foreach (var (secret, file) in Composition.Secrets)
            file.ShouldBe($"./secrets/{secret}");
        Composition
            .Containers.Values.SelectMany(container => container.Secrets)
            .Select(secret => secret.Source)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(Composition.Secrets.Keys, ignoreOrder: true);

        static bool IsSecret(string name, string value) =>
            !name.EndsWith("_FILE", StringComparison.Ordinal)
            && s_marks.Any(mark =>
                name.Contains(mark, StringComparison.OrdinalIgnoreCase)
                || value.Contains(mark, StringComparison.OrdinalIgnoreCase)
            );
    }

    [Fact]
    public void A_migrators_password_is_with_its_job_and_with_what_makes_the_roles()
    {
        foreach (var service in s_services)
        {
            WhoHas($"{service}_migrator").ShouldBe([$"{service}-migrate", "databases"], ignoreOrder: true);
            WhoHas($"{service}_service").ShouldBe([service, "databases"], ignoreOrder: true);
        }
        WhoHas("postgres_password").ShouldBe(["databases", "postgres"], ignoreOrder: true);
        Composition.Containers["databases"].Text("restart").ShouldBe("no");

        static IEnumerable<string> WhoHas(string secret) =>
            Composition
                .Containers.Where(container => container.Value.Secrets.Any(held => held.Source == secret))
                .Select(container => container.Key);
    }

    [Fact]
    public void A_service_starts_when_its_database_is_at_its_version()
    {
        foreach (var service in s_services)
        {
            Composition.Containers[service].WaitsForTheEndOf.ShouldBe([$"{service}-migrate"]);
            var migrate = Composition.Containers[$"{service}-migrate"];
            migrate.WaitsForTheEndOf.ShouldBe(["databases"]);
            migrate.Text("image").ShouldBe(Composition.Containers[service].Text("image"));
            migrate.Text("command").ShouldBe("migrate");
            migrate.Text("restart").ShouldBe("no");
        }
    }

    [Fact]
    public void What_prepare_writes_is_what_the_containers_ask_for()
    {
        var prepare = Repository.Read("deploy/compose/prepare");
        foreach (var secret in Composition.Secrets.Keys)
        {
            var written = s_services.Aggregate(
                secret,
                (name, service) => name.Replace(service + "_", "${service}_", StringComparison.Ordinal)
            );
            prepare.ShouldContain($"keep {(written == secret ? secret : $"\"{written}\"")} ", customMessage: secret);
        }
        Repository.Read(".gitignore").ShouldContain("deploy/compose/secrets/\n");
        Repository.Read(".dockerignore").ShouldContain("deploy/compose/secrets\n");
    }
}
