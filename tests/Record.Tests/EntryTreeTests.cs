using System.Security.Cryptography;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Record.Tests;

/// <summary>
/// The tree of RFC 6962 against the vectors of its reference implementation and against the RFC's own recursion.
/// </summary>
[Tier(Tier.Pure)]
public sealed class EntryTreeTests
{
    /// <summary>
    /// Leaves of the test vectors that come with Certificate Transparency, and the roots over the first one to eight.
    /// </summary>
    private static readonly string[] s_inputs =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] s_roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_the_published_vectors()
    {
        var tree = EntryTree.Restore(0, []);
        Convert
            .ToHexStringLower(tree.Root())
            .ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (var i = 0; i < s_inputs.Length; i++)
        {
            tree.Append(SHA256.HashData([0, .. Convert.FromHexString(s_inputs[i])]));
            Convert.ToHexStringLower(tree.Root()).ShouldBe(s_roots[i]);
        }
    }

    [Fact]
    public void Root_is_that_of_the_recursion_for_every_size_even_when_restored_each_time()
    {
        var leaves = new List<byte[]>();
        var tree = EntryTree.Restore(0, []);
        for (var size = 1; size <= 200; size++)
        {
            leaves.Add(SHA256.HashData(BitConverter.GetBytes(size)));
            tree = EntryTree.Restore(tree.Size, tree.Peaks());
            tree.Append(leaves[^1]);
            tree.Root().ShouldBe(NaiveTree.Root(leaves));
            tree.Size.ShouldBe(size);
        }
    }

    [Fact]
    public void Peaks_that_do_not_fit_the_size_are_refused() =>
        Should.Throw<InvalidDataException>(() => EntryTree.Restore(5, new byte[EntryTree.HashLength]));
}
