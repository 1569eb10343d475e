using System.Collections.Frozen;

namespace CarbonPlatform.Quantities;

/// <summary>
/// Characters that look like one of ASCII. The pairs are all those of single characters in Unicode's confusables.txt
/// (UTS 39, version 15.0, as ICU 72 answers by <c>uspoof_getSkeleton</c>), but for those that compatibility alone
/// makes the same (full-width, mathematical and encircled letters). Where the file has one form for several, O for 0
/// and l for I and 1, a digit of another script stands for the digit and a capital for the capital. Small capitals, and
/// what the file says looks like one, stand for the capital: names are compared without their case.
/// </summary>
internal static class LookAlikeTable
{
    private static readonly (char Ascii, string Alike)[] s_rows =
    [
        ('!', "\u01C3\u2D51"),
        ('&', "\uA778"),
        (
            '\'',
            "\u00B4\u02B9\u02BB\u02BC\u02BD\u02BE\u02C8\u02CA\u02CB\u02F4\u0384\u055A\u055D\u05D9"
                + "\u05F3\u07F4\u07F5\u144A\u16CC\u1FBD\u1FBF\u1FFD\u1FFE\u2018\u2019\u201B\u2032\u2035"
                + "\uA78C\U00016F51\U00016F52"
        ),
        ('(', "\u2768\u2772\u3014\uFD3E"),
        (')', "\u2769\u2773\u3015\uFD3F"),
        ('*', "\u066D\u204E\u2217\U0001031F"),
        ('+', "\u16ED\u2795\U0001029B"),
        (',', "\u00B8\u060D\u066B\u201A\uA4F9"),
        ('-', "\u02D7\u06D4\u2010\u2012\u2013\u2043\u2212\u2796\u2CBA\uFE58"),
        ('.', "\u0660\u06F0\u0701\u0702\uA4F8\uA60E\U00010A50\U0001D16D"),
        ('/', "\u1735\u2041\u2044\u2215\u2571\u27CB\u29F8\u2CC6\u3033\u30CE\u31D3\u4E3F\U0001D23A"),
        (
            '0',
            "\u07C0\u0966\u09E6\u0A66\u0AE6\u0B66\u0BE6\u0C66\u0CE6\u0D66\u0E50\u0ED0\u1040\U000114D0" + "\U000118E0"
        ),
        ('1', "\u0661\u06F1"),
        ('2', "\u01A7\u03E8\u14BF\uA644\uA6EF\uA75A"),
        ('3', "\u01B7\u021C\u0417\u04E0\u2CCC\uA76A\uA7AB\U000118CA\U00016F3B\U0001D206"),
        ('4', "\u13CE\U000118AF"),
        ('5', "\u01BC\U000118BB"),
        ('6', "\u0431\u13EE\u2CD2\U000118D5"),
        ('7', "\U000104D2\U000118C6\U0001D212"),
        ('8', "\u0222\u0223\u09EA\u0A6A\u0B03\U0001031A\U0001E8CB"),
        ('9', "\u09ED\u0A67\u0B68\u0D6D\u2CCA\uA76E\U000118AC\U000118CC\U000118D6"),
        (':', "\u02D0\u02F8\u0589\u05C3\u0703\u0704\u0903\u0A83\u16EC\u1803\u1809\u205A\u2236\uA4FD" + "\uA789\uFE30"),
        ('<', "\u02C2\u1438\u16B2\u2039\u276E\U0001D236"),
        ('=', "\u1400\u2E40\u30A0\uA4FF"),
        ('>', "\u02C3\u1433\u203A\u276F\U00016F3F\U0001D237"),
        ('?', "\u0241\u0294\u097D\u13AE\uA6EB"),
        ('A', "\u0391\u0410\u13AA\u15C5\u1D00\uA4EE\uAB7A\U000102A0\U00016F40"),
        ('B', "\u0299\u0392\u0412\u0432\u13F4\u13FC\u15F7\uA4D0\uA7B4\U00010282\U000102A1\U00010301"),
        (
            'C',
            "\u03F9\u0421\u13DF\u2CA4\uA4DA\U000102A2\U00010302\U00010415\U0001051C\U000118E9" + "\U000118F2\U0001F74C"
        ),
        ('D', "\u13A0\u15DE\u15EA\u1D05\uA4D3\uAB70"),
        ('E', "\u0395\u0415\u13AC\u1D07\u22FF\u2D39\uA4F0\uAB7C\U00010286\U000118A6\U000118AE"),
        ('F', "\u03DC\u15B4\uA4DD\uA730\uA798\U00010287\U000102A5\U00010525\U000118A2\U000118C2" + "\U0001D213"),
        ('G', "\u0262\u050C\u050D\u13C0\u13F3\u13FB\uA4D6\uAB90"),
        ('H', "\u029C\u0397\u041D\u043D\u13BB\u157C\u2C8E\uA4E7\uAB8B\U000102CF"),
        ('I', "\u0196\u0399\u0406\u04C0\u2C92"),
        ('J', "\u037F\u0408\u13AB\u148D\u1D0A\uA4D9\uA7B2\uAB7B"),
        ('K', "\u0138\u039A\u03BA\u041A\u043A\u13E6\u16D5\u1D0B\u2C94\u2C95\uA4D7\uABB6\U00010518"),
        (
            'L',
            "\u029F\u13DE\u14AA\u2CD0\u2CD1\uA4E1\uABAE\U0001041B\U00010443\U00010526\U000118A3"
                + "\U000118B2\U00016F16\U0001D22A"
        ),
        ('M', "\u028D\u039C\u03FA\u041C\u043C\u13B7\u15F0\u16D6\u1D0D\u2C98\uA4DF\uAB87\U000102B0" + "\U00010311"),
        ('N', "\u0274\u039D\u2C9A\uA4E0\U00010513"),
        (
            'O',
            "\u039F\u041E\u0555\u0B20\u12D0\u2C9E\u2D54\u3007\uA4F3\U00010292\U000102AB\U00010404"
                + "\U000104C2\U00010516\U000118B5"
        ),
        ('P', "\u03A1\u0420\u13E2\u146D\u1D18\u1D29\u2CA2\uA4D1\uABB2\U00010295"),
        ('Q', "\u2D55\uA7AF"),
        ('R', "\u01A6\u0280\u13A1\u13D2\u1587\uA4E3\uAB71\uABA2\U000104B4\U00016F35\U0001D216"),
        ('S', "\u0405\u054F\u13D5\u13DA\uA4E2\U00010296\U00010420\U00016F3A"),
        (
            'T',
            "\u03A4\u03C4\u0422\u0442\u13A2\u1D1B\u22A4\u27D9\u2CA6\uA4D4\uAB72\U00010297\U000102B1"
                + "\U00010315\U000118BC\U00016F0A\U0001F768"
        ),
        ('U', "\u054D\u1200\u144C\u222A\u22C3\uA4F4\U000104CE\U000118B8\U00016F42"),
        ('V', "\u0474\u0667\u06F7\u13D9\u142F\u2D38\uA4E6\uA6DF\U0001051D\U000118A0\U00016F08\U0001D20D"),
        ('W', "\u051C\u13B3\u13D4\uA4EA\U000118E6\U000118EF"),
        (
            'X',
            "\u03A7\u0425\u166D\u16B7\u2573\u2CAC\u2D5D\uA4EB\uA7B3\U00010290\U000102B4\U00010317"
                + "\U00010322\U00010527\U000118EC"
        ),
        ('Y', "\u03A5\u0423\u04AE\u13A9\u13BD\u2CA8\uA4EC\U000102B2\U000118A4\U00016F43"),
        ('Z', "\u0396\u13C3\uA4DC\U000102F5\U000118A9\U000118E5"),
        ('\\', "\u2216\u27CD\u29F5\u29F9\u31D4\u4E36\U0001D20F\U0001D23B"),
        ('^', "\u02C4\u02C6"),
        ('_', "\u07FA"),
        ('a', "\u0251\u03B1\u0430\u237A"),
        ('b', "\u0184\u042C\u13CF\u1472\u15AF"),
        ('c', "\u03F2\u0441\u1D04\u2CA5\uABAF\U0001043D"),
        ('d', "\u0501\u13E7\u146F\uA4D2"),
        ('e', "\u0435\u04BD\u212E\uAB32"),
        ('f', "\u0584\u1E9D\uA799\uAB35"),
        ('g', "\u018D\u0261\u0581\u1D83"),
        ('h', "\u04BB\u0570\u13C2"),
        ('i', "\u0131\u0269\u026A\u02DB\u037A\u03B9\u0456\u04CF\u13A5\u2373\uA647\uAB75\U000118C3"),
        ('j', "\u03F3\u0458"),
        (
            'l',
            "\u01C0\u05C0\u05D5\u05DF\u0627\u07CA\u16C1\u2223\u23FD\u2D4F\uA4F2\uFFE8\U0001028A"
                + "\U00010309\U00010320\U00016F28\U0001E8C7"
        ),
        ('n', "\u0578\u057C"),
        (
            'o',
            "\u03BF\u03C3\u043E\u0585\u05E1\u0647\u0665\u06BE\u06C1\u06D5\u06F5\u0C02\u0C82\u0D02"
                + "\u0D20\u0D82\u101D\u10FF\u1D0F\u1D11\u2C9F\uAB3D\U0001042C\U000104EA\U000118C8\U000118D7"
        ),
        ('p', "\u03C1\u0440\u2374\u2CA3"),
        ('q', "\u051B\u0563\u0566"),
        ('r', "\u0433\u1D26\u2C85\uAB47\uAB48\uAB81"),
        ('s', "\u01BD\u0455\uA731\uABAA\U00010448\U000118C1"),
        ('u', "\u028B\u03C5\u057D\u1D1C\uA79F\uAB4E\uAB52\U000104F6\U000118D8"),
        ('v', "\u03BD\u0475\u05D8\u1D20\u2228\u22C1\uABA9\U00011706\U000118C0"),
        ('w', "\u026F\u0461\u051D\u0561\u1D21\uAB83\U0001170A\U0001170E\U0001170F"),
        ('x', "\u00D7\u0445\u1541\u157D\u166E\u292B\u292C\u2A2F"),
        ('y', "\u0263\u028F\u03B3\u0443\u04AF\u10E7\u1D8C\u1EFF\uAB5A\U000118DC"),
        ('z', "\u1D22\uAB93\U000118C4"),
        ('{', "\u2774\U0001D114"),
        ('}', "\u2775"),
        ('~', "\u02DC\u1FC0\u2053\u223C"),
    ];

    /// <summary>The character of ASCII that a code point is taken for.</summary>
    public static FrozenDictionary<int, char> Ascii { get; } =
        s_rows
            .SelectMany(row => row.Alike.EnumerateRunes().Select(rune => (Point: rune.Value, row.Ascii)))
            .ToFrozenDictionary(pair => pair.Point, pair => pair.Ascii);
}
