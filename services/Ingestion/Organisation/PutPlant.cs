using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>PUT /plants/{plant}</c>: a plant as it shall be. Its sources are kept; they have addresses of their own.
/// </summary>
internal static class PutPlant
{
    /// <summary>The record of a plant.</summary>
    internal sealed record Request
    {
        public required string Name { get; init; }
        public string? NameZh { get; init; }

        /// <summary>
        /// The strategic unit it belongs to from its first month on; for a plant that changed its unit give
        /// <c>memberships</c> instead.
        /// </summary>
        public string? OrgUnit { get; init; }

        /// <summary>
        /// The group's share in it with <c>orgUnit</c>, 0 to 1; 1 unless given. For information: totals count a plant
        /// whole, by operational control.
        /// </summary>
        public decimal? OwnershipShare { get; init; }

        public IReadOnlyList<Membership>? Memberships { get; init; }

        /// <summary>ISO 3166-1 alpha-2, <c>CN</c> unless given.</summary>
        public string? Country { get; init; }
        public string? Province { get; init; }
        public string? SubRegion { get; init; }
        public IReadOnlyList<string>? Kinds { get; init; }

        /// <summary>First month it reports for, yyyy-MM.</summary>
        public required string From { get; init; }

        /// <summary>Last month it reports for; none while it runs.</summary>
        public string? To { get; init; }
    }

    /// <summary>From a month on the plant belongs to a unit.</summary>
    internal sealed record Membership
    {
        public required string OrgUnit { get; init; }
        public required string From { get; init; }

        /// <summary>
        /// 0 to 1; 1 unless given. For information: totals count a plant whole, by operational control.
        /// </summary>
        public decimal? OwnershipShare { get; init; }
    }

    public static void MapPutPlant(this IEndpointRouteBuilder api) =>
        api.MapPut("/plants/{plant}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecord<Request, PlantView>()
            .Produces<PlantView>(StatusCodes.Status201Created)
            .AnswersWith("Location", "Where the plant is.", "/api/v1/plants/SX-A1", StatusCodes.Status201Created)
            .Refuses(RecordCheck.Example)
            .WithName(nameof(PutPlant))
            .WithTags("organisation")
            .WithSummary("Adds a plant or changes it; its sources are kept.")
            .WithDescription(
                "A change of a plant that stands needs If-Match. What the plant has and the body does not say is "
                    + "refused; null clears it. What would change months with readings says from when: memberships "
                    + "with a month, or since. preview=true answers with what it would move."
            );

    private static Task<IResult> HandleAsync(
        string plant,
        [AsParameters] WriteParameters asked,
        HttpContext call,
        WriteRecord record,
        OrganisationVocabulary vocabulary,
        GroupClock clock
    ) =>
        record.PutAsync<Request, PlantView>(
            call,
            asked,
            known => Standing.Of(known.Find(plant)),
            (known, body) => Decide(plant, body, known, vocabulary),
            changed => PlantView.Of(changed.InForce, clock.CurrentMonth),
            changed => changed.Created ? $"/api/v1/plants/{plant}" : null
        );

    internal static Answer<WantedRecord> Decide(
        string code,
        RecordBody<Request> body,
        OrganisationState known,
        OrganisationVocabulary vocabulary
    )
    {
        var request = body.Request;
        var check = new RecordCheck();
        check.Code("plant", code);
        if (known.Units.ContainsKey(code))
            check.Taken("plant", code, "unit", "plant");
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        var from = check.Month("from", request.From);
        var to = check.Month("to", request.To);
        check.Span("to", from, to);
        foreach (var (i, kind) in (request.Kinds ?? []).Index())
            check.Text($"kinds[{i}]", kind, 50);
        var country = request.Country ?? "CN";
        Place(check, country, request, vocabulary);
        var memberships = Memberships(check, request, from, known);
        if (check.Refusal is { } refusal)
            return refusal;

        var before = known.Find(code)?.Record;
        var plant = new PlantRecord
        {
            Code = code,
            Name = request.Name,
            NameZh = request.NameZh,
            Country = country,
            Province = request.Province,
            SubRegion = request.SubRegion,
            Kinds = request.Kinds ?? [],
            From = from!.Value,
            To = to,
            Memberships = memberships,
            Sources = before?.Sources ?? [],
            Supplies = before?.Supplies,
        };
        return PlantMembers.LeftOut(body, before, plant) is { } leftOut
            ? leftOut
            : (WantedRecord)plant with
            {
                Undated = PlantMembers.Undated(request, before, plant),
            };
    }

    private static void Place(RecordCheck check, string country, Request request, OrganisationVocabulary vocabulary)
    {
        if (country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            check.Add(
                "country",
                RecordCodes.NotACountry,
                $"'{country}' is no country code.",
                "Two capital letters as in ISO 3166-1, for example CN."
            );
        if (country != "CN")
        {
            if (request.Province is { } abroad)
                check.Text("province", abroad, 100);
            if (request.SubRegion is { } part)
                check.Text("subRegion", part, 100);
            return;
        }
        if (request.Province is { } province)
            check.Known(
                "province",
                RecordCodes.UnknownProvince,
                "province of CN",
                province,
                [.. vocabulary.Provinces.Values.Select(one => new CodeName(one.Code, one.Zh, one.En))]
            );
        if (request.SubRegion is not { } subRegion)
            return;
        if (request.Province is null || !vocabulary.Provinces.TryGetValue(request.Province, out var named))
            check.Add(
                "subRegion",
                RecordCodes.UnknownSubRegion,
                "A part is named without a province that has parts.",
                "Give the province, or leave the part out."
            );
        else
            check.Known(
                "subRegion",
                RecordCodes.UnknownSubRegion,
                $"part of {request.Province}",
                subRegion,
                named.SubRegions
            );
    }

    private static List<MembershipRecord> Memberships(
        RecordCheck check,
        Request request,
        Month? from,
        OrganisationState known
    )
    {
        if (
            request.Memberships is null == request.OrgUnit is null
            || (request.Memberships is not null && request.OwnershipShare is not null)
        )
        {
            check.Add(
                "orgUnit",
                RecordCodes.OneOf,
                "'orgUnit' (with 'ownershipShare') and 'memberships' say the same thing twice, or neither says it.",
                "Either 'orgUnit', or 'memberships' with a unit, a month and a share each."
            );
            return [];
        }
        if (request.OrgUnit is { } unit)
            return [One(check, "", unit, from ?? Month.Min, request.OwnershipShare, known)];

        var memberships = new List<MembershipRecord>();
        foreach (var (i, membership) in request.Memberships!.Index())
        {
            if (check.Month($"memberships[{i}].from", membership.From) is { } begin)
                memberships.Add(
                    One(check, $"memberships[{i}].", membership.OrgUnit, begin, membership.OwnershipShare, known)
                );
        }
        check.Once("memberships", memberships.Select(m => m.From), "month");
        memberships.Sort((a, b) => a.From.CompareTo(b.From));
        if (from is { } first && (memberships.Count == 0 || memberships[0].From > first))
            check.Add(
                "memberships",
                RecordCodes.NoUnitAtFirst,
                $"The plant reports from {first} on and belongs to no unit then.",
                $"A membership from {first} or earlier."
            );
        return memberships;
    }

    private static MembershipRecord One(
        RecordCheck check,
        string path,
        string unit,
        Month from,
        decimal? share,
        OrganisationState known
    )
    {
        check.Known(
            path + "orgUnit",
            RecordCodes.UnknownUnitOfOrganisation,
            "unit of the organisation",
            unit,
            [.. known.Units.Keys]
        );
        check.Range(path + "ownershipShare", share, 0, 1, "A share from 0 to 1; 51 % is 0.51.");
        return new MembershipRecord
        {
            Unit = unit,
            From = from,
            OwnershipSharePercent = RecordCheck.ToPercent(share ?? 1m),
        };
    }
}
