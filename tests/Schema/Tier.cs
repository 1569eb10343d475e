using CarbonPlatform.TestKit;

[assembly: Tier(Tier.Pure)]
