using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Ronghe.PowerItems.Minutes;

/// <summary>
/// Minutes as a Word document in the layout of GB/T 9704—2012: A4, 37 mm above and 28 mm left of a text area of 156 × 225 mm, 22 lines
/// of 28 characters, body in FangSong of size 3, title in XiaoBiaoSong of size 2, headings in HeiTi, page number between dashes.
/// </summary>
internal static class WordMinutes
{
    internal const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // 1/20 pt: 210 × 297 mm; margins 37 above, 35 below, 28 left, 26 right.
    private const uint PageWidth = 11906, PageHeight = 16838;
    private const int Top = 2098, Bottom = 1984, LinePitch = 580;
    private const uint Left = 1588, Right = 1474;

    internal static byte[] Of(IReadOnlyList<MinutesLine> lines)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var footer = main.AddNewPart<FooterPart>();
            footer.Footer = new Footer(PageNumber());
            main.Document = new Document(new Body([.. lines.Select(Paragraph), Section(main.GetIdOfPart(footer))]));
        }

        return stream.ToArray();
    }

    private static Paragraph Paragraph(MinutesLine line)
    {
        var (font, size, colour) = line.Style switch
        {
            MinutesStyle.Mark => ("方正小标宋简体", 56, "FF0000"),
            MinutesStyle.Title => ("方正小标宋简体", 44, "000000"),
            MinutesStyle.Heading => ("黑体", 32, "000000"),
            _ => ("仿宋", 32, "000000"),
        };
        return new Paragraph(Layout(line.Style), new Run(
            new RunProperties(
                new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font },
                new Color { Val = colour },
                new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) }),
            new Text(Printable(line.Text)) { Space = SpaceProcessingModeValues.Preserve }));
    }

    private static ParagraphProperties Layout(MinutesStyle style)
    {
        var exact = new SpacingBetweenLines { Line = style is MinutesStyle.Mark ? "900" : style is MinutesStyle.Title ? "700" : "580", LineRule = LineSpacingRuleValues.Exact };
        return style switch
        {
            MinutesStyle.Mark => new ParagraphProperties(exact, new Justification { Val = JustificationValues.Center }),
            // The red line below the number parts the mark from the text.
            MinutesStyle.Number => new ParagraphProperties(
                new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 12, Space = 8, Color = "FF0000" }), exact, new Justification { Val = JustificationValues.Center }),
            MinutesStyle.Title => new ParagraphProperties(exact, new Justification { Val = JustificationValues.Center }),
            MinutesStyle.Signature => new ParagraphProperties(exact, new Indentation { RightChars = 400 }, new Justification { Val = JustificationValues.Right }),
            _ => new ParagraphProperties(exact, new Indentation { FirstLineChars = 200 }, new Justification { Val = JustificationValues.Both }),
        };
    }

    private static SectionProperties Section(string footer) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = footer },
        new PageSize { Width = PageWidth, Height = PageHeight },
        new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = 850, Footer = 1587, Gutter = 0 },
        new DocGrid { Type = DocGridValues.LinesAndChars, LinePitch = LinePitch });

    private static Paragraph PageNumber()
    {
        static Run Plain(OpenXmlElement content) => new(new RunProperties(new RunFonts { Ascii = "宋体", HighAnsi = "宋体", EastAsia = "宋体" }, new FontSize { Val = "28" }), content);
        return new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            Plain(new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
            new SimpleField(Plain(new Text("1"))) { Instruction = "PAGE" },
            Plain(new Text(" —") { Space = SpaceProcessingModeValues.Preserve }));
    }

    // Control characters that XML cannot hold would make a file that no office opens.
    private static string Printable(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)));
}
