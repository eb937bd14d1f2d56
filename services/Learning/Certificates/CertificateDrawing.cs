using System.Globalization;
using QRCoder;
using SkiaSharp;

namespace Ronghe.Learning.Certificates;

/// <summary>One A4 page across, drawn with the installed Noto CJK fonts; text stays text, so that it can be searched and read aloud.</summary>
internal static class CertificateDrawing
{
    private const float Width = 842;
    private const float Height = 595;
    private const int SimplifiedChinese = 2; // its place in a Noto CJK collection
    private static readonly Lazy<SKTypeface> Face = new(Find);

    internal static byte[] Draw(Certificate certificate, string name, string checkAddress)
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = certificate.Title, Author = "融合 Ronghe" }))
        {
            var canvas = document.BeginPage(Width, Height);
            Frame(canvas);
            Middle(canvas, "合格证书", 120, 44);
            Middle(canvas, "Certificate", 152, 16);
            Middle(canvas, name, 230, 34);
            Middle(canvas, $"参加“{certificate.Title}”，考试合格，特发此证。", 300, 20);
            Middle(canvas, $"has passed “{certificate.TitleEn}”.", 330, 14);
            var day = certificate.IssuedAt.ToOffset(TimeSpan.FromHours(8));
            Middle(canvas, day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), 420, 18);
            Middle(canvas, $"编号 No. {certificate.Number}", 448, 14);
            Code(canvas, checkAddress);
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    // The drawing library brings no font search of its own: the collection is opened by its file.
    private static SKTypeface Find()
    {
        var files = Directory.Exists("/usr/share/fonts") ? Directory.EnumerateFiles("/usr/share/fonts", "Noto*CJK*.ttc", SearchOption.AllDirectories) : [];
        var file = files.OrderByDescending(path => path.Contains("Serif", StringComparison.Ordinal)).ThenByDescending(path => path.Contains("Regular", StringComparison.Ordinal)).FirstOrDefault();
        return file is not null && SKTypeface.FromFile(file, SimplifiedChinese) is { } face
            ? face
            : throw new InvalidOperationException("No Noto CJK font is installed (fonts-noto-cjk); certificates cannot be drawn.");
    }

    private static void Frame(SKCanvas canvas)
    {
        using var line = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 3, Color = new SKColor(0x9B, 0x1C, 0x1C), IsAntialias = true };
        canvas.DrawRect(24, 24, Width - 48, Height - 48, line);
        line.StrokeWidth = 1;
        canvas.DrawRect(32, 32, Width - 64, Height - 64, line);
    }

    // A long title is set smaller rather than cut.
    private static void Middle(SKCanvas canvas, string text, float y, float size)
    {
        using var font = new SKFont(Face.Value, size);
        var width = font.MeasureText(text);
        if (width > Width - 120) font.Size = size * (Width - 120) / width;
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, Width / 2, y, SKTextAlign.Center, font, ink);
    }

    private static void Code(SKCanvas canvas, string address)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var ink = new SKPaint { Color = SKColors.Black };
        const float module = 2.4f;
        var (left, top) = (Width - 60 - code.ModuleMatrix.Count * module, Height - 60 - code.ModuleMatrix.Count * module);
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix.Count; x++)
            {
                if (code.ModuleMatrix[y][x]) canvas.DrawRect(left + x * module, top + y * module, module, module, ink);
            }
        }
    }
}
