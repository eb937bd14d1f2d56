using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Ronghe.ServiceDefaults.Files;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Files;

public sealed class Names_types_and_links
{
    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\temp\会议纪要.docx", "会议纪要.docx")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf")]
    [InlineData("gpj.\u202Eexe.png", "gpj.exe.png")]
    [InlineData("...", "file")]
    [InlineData(null, "file")]
    public void A_name_is_only_shown(string? claimed, string clean) => Assert.Equal(clean, FileNames.Clean(claimed));

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var clean = FileNames.Clean(string.Concat(Enumerable.Repeat("🌲", 200)));
        Assert.InRange(clean.Length, 100, 120);
        Assert.False(char.IsHighSurrogate(clean[^1]));
    }

    [Theory]
    [InlineData("%PDF-1.7", "application/pdf")]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:01.000\n你好", "text/vtt")]
    [InlineData("森林防火，人人有责", "text/plain")]
    [InlineData("  <svg onload=alert(1)>", FileType.Unknown)]
    [InlineData("\uFEFF<!doctype html>", FileType.Unknown)]
    [InlineData("a\0b", FileType.Unknown)]
    public void Text_is_told_from_its_bytes(string content, string type) => Assert.Equal(type, FileType.Of(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("89504E470D0A1A0A0000", "image/png")]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("0000002066747970", "video/mp4")]
    [InlineData("1A45DFA3874282847765626D", "video/webm")]
    [InlineData("504B0304140000000000776F72642F646F63", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("504B03041400000000006162", "application/zip")]
    [InlineData("D0CF11E0A1B11AE1", FileType.Unknown)]
    [InlineData("4D5A9000", FileType.Unknown)]
    public void Bytes_are_told(string head, string type) => Assert.Equal(type, FileType.Of(Convert.FromHexString(head)));

    [Fact]
    public void A_head_may_end_inside_a_character() =>
        Assert.Equal("text/plain", FileType.Of(Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat("林", 2000))).AsSpan(0, FileType.HeadLength)));

    [Fact]
    public void A_link_opens_its_own_path_until_it_expires()
    {
        var clock = new FakeTimeProvider();
        var links = new SignedLinks(new ConfigurationBuilder().AddInMemoryCollection([new("Platform:Secret", "secret")]).Build(), clock);
        var query = links.Sign("/videos/1", TimeSpan.FromMinutes(5)).Split('?', '&', '=');
        var (expires, signature) = (long.Parse(query[2], System.Globalization.CultureInfo.InvariantCulture), query[4]);
        Assert.True(links.Allows("/videos/1", expires, signature));
        Assert.False(links.Allows("/videos/2", expires, signature));
        Assert.False(links.Allows("/videos/1", expires + 1, signature));
        Assert.False(links.Allows("/videos/1", expires, null));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(links.Allows("/videos/1", expires, signature));
    }
}
