global using CarbonPlatform.Quantities;
global using Shouldly;
global using Xunit;
