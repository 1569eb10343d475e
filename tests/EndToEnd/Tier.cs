using CarbonPlatform.TestKit;

[assembly: Tier(Tier.Platform)]
