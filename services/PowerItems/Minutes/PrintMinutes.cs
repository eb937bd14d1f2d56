using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Ronghe.PowerItems.Minutes;

/// <summary>The same minutes as a page for the browser's own printing, in the same measures.</summary>
internal static class PrintMinutes
{
    // Chinese stays as it is; only what means something in HTML is written in another way.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    internal static string Of(IReadOnlyList<MinutesLine> lines)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>会议纪要</title><style>
            @page { size: A4; margin: 37mm 26mm 35mm 28mm; }
            body { max-width: 156mm; margin: 0 auto; font: 16pt/29pt FangSong, 仿宋, serif; }
            p { margin: 0; text-indent: 2em; text-align: justify; }
            .mark { font: 28pt/45pt 方正小标宋简体, SimSun, serif; color: #f00; text-align: center; text-indent: 0; }
            .number { text-align: center; text-indent: 0; border-bottom: 1.5pt solid #f00; padding-bottom: 4mm; margin-bottom: 8mm; }
            .title { font: 22pt/35pt 方正小标宋简体, SimSun, serif; text-align: center; text-indent: 0; margin-bottom: 8mm; }
            .heading { font-family: SimHei, 黑体, sans-serif; }
            .signature { text-align: right; text-indent: 0; padding-right: 4em; margin-top: 16mm; }
            </style></head><body>

            """);
        foreach (var line in lines)
            page.Append("<p class=\"").Append(line.Style.ToString().ToLowerInvariant()).Append("\">").Append(Encoder.Encode(line.Text)).Append("</p>\n");
        return page.Append("</body></html>\n").ToString();
    }
}
