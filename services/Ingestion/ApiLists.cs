using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Months;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion;

/// <summary>Which members are words of a closed list; the API's document says so.</summary>
internal static class ApiLists
{
    public static void AddApiLists(this IServiceCollection services)
    {
        services.AddSingleton(
            new ClosedList("SubmissionState", SubmissionState.All)
                .In<SheetAccepted>(sheet => sheet.State)
                .In<GetSubmission.Response>(submission => submission.State)
                .In<GetSheet.Response>(sheet => sheet.State)
                .In<GetSheet.RevisionView>(revision => revision.State)
                .In<GetReconciliation.Outstanding>(sheet => sheet.State)
        );
        services.AddSingleton(
            new ClosedList("ChangeReason", Reasons.All)
                .In<GetSubmission.Response>(submission => submission.Reason)
                .In<GetSheet.RevisionView>(revision => revision.Reason)
        );
        services.AddSingleton(ClosedList.MeasureUnits().In<CalculationSummary.Sum>(sum => sum.Unit));
        services.AddSingleton(
            new ClosedList("PlantMonthState", PlantMonthStates.All).In<GetCompleteness.PlantMonth>(month => month.State)
        );
        services.AddSingleton(
            new ClosedList("SupplyState", SupplyStates.All).In<GetSupplyLinks.SupplyLink>(link => link.State)
        );
        services.AddSingleton(
            new ClosedList("StatedSupplyState", SupplyStates.Stated)
                .In<PutSupply.Request>(supply => supply.State)
                .In<SupplyRecord>(supply => supply.State)
        );
        services.AddSingleton(
            new ClosedList("SourceState", SourceDecision.States)
                .In<PutSource.DatedState>(state => state.State)
                .In<StateRecord>(state => state.State)
                .In<SourceSnapshot>(source => source.State)
        );
        services.AddSingleton(
            new ClosedList("WaiverKind", PutWaivers.Kinds)
                .In<PutWaivers.Waiver>(waiver => waiver.Kind)
                .In<WaiverRecord>(waiver => waiver.Kind)
                .In<WaivedMeasure>(waiver => waiver.Kind)
        );
        services.AddSingleton(
            new ClosedList("WaivableMeasure", PutWaivers.Measures)
                .In<PutWaivers.Waiver>(waiver => waiver.Measure)
                .In<WaiverRecord>(waiver => waiver.Measure)
                .In<WaivedMeasure>(waiver => waiver.Measure)
        );
        services.AddSingleton(provider => KindsOf(provider.GetRequiredService<OrganisationVocabulary>()));
        services.AddSingleton(provider => ProcessesOf(provider.GetRequiredService<OrganisationVocabulary>()));
        services.AddSingleton(provider => ProfilesOf(provider.GetRequiredService<OrganisationVocabulary>()));
    }

    private static ClosedList KindsOf(OrganisationVocabulary vocabulary) =>
        new ClosedList("SourceKind", [.. vocabulary.Kinds.Keys.Order(StringComparer.Ordinal)])
            .In<PutSource.Request>(source => source.Kind)
            .In<SourceView>(source => source.Kind)
            .In<SourceSnapshot>(source => source.Kind)
            .In<VocabularyView.Kind>(kind => kind.Code)
            .In<VocabularyView.Activity>(activity => activity.Kinds);

    private static ClosedList ProcessesOf(OrganisationVocabulary vocabulary) =>
        new ClosedList("Process", [.. vocabulary.Processes.Keys.Order(StringComparer.Ordinal)])
            .In<PutSource.Request>(source => source.Process)
            .In<SourceView>(source => source.Process)
            .In<SourceSnapshot>(source => source.Process)
            .In<VocabularyView.Kind>(kind => kind.DefaultProcess);

    private static ClosedList ProfilesOf(OrganisationVocabulary vocabulary) =>
        new ClosedList("Profile", [.. vocabulary.Profiles.Keys.Order(StringComparer.Ordinal)])
            .In<PutSource.Request>(source => source.Profile)
            .In<PutSource.DatedProfile>(profile => profile.Profile)
            .In<ProfileRecord>(profile => profile.Profile)
            .In<SourceSnapshot>(source => source.Profile);
}
