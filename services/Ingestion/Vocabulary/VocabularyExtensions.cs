using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>What readings and records may say.</summary>
internal static class VocabularyExtensions
{
    public static void AddVocabulary(this IServiceCollection services)
    {
        var organisation = OrganisationVocabulary.Load(Path.Combine(AppContext.BaseDirectory, "Data"));
        var activities = ActivityVocabulary.Read();
        activities.Places.MustName(organisation.Kinds.Keys);
        Wordings.Delivered.Learn(activities.Attributes.Values.Select(attribute => (attribute.En, attribute.Zh)));
        services.AddSingleton(organisation);
        services.AddSingleton(activities);
        services.AddSingleton(VocabularyView.Of(activities, organisation));
    }
}
