global using CarbonPlatform.Quantities;
global using CarbonPlatform.ServiceDefaults.Data;
global using Shouldly;
global using Xunit;
