using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Tests.Programmes;

public sealed class Digest
{
    private static readonly ProgrammeContent Content = new(
        Guid.Parse("0193a000-0000-7000-8000-000000000001"), "G/B01/", "FestivalGift", "中秋慰问", "米、油各一份。", 500m, 120);

    [Fact]
    public void It_is_what_anybody_computes_from_the_canonical_text()
    {
        const string canonical =
            """{"about":"welfare.programme","programmeId":"0193a000-0000-7000-8000-000000000001","unitPath":"G/B01/","kind":"FestivalGift","title":"中秋慰问","description":"米、油各一份。","amountPerPerson":"500.00","headcount":120,"budget":"60000.00"}""";
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical))), Content.ComputeDigest());
    }

    [Fact]
    public void Every_part_of_the_content_is_in_it()
    {
        ProgrammeContent[] changed =
        [
            Content, Content with { ProgrammeId = Guid.CreateVersion7() }, Content with { UnitPath = "G/B02/" }, Content with { Kind = "HardshipAid" },
            Content with { Title = "国庆慰问" }, Content with { Description = "购物卡一张。" }, Content with { AmountPerPerson = 500.01m }, Content with { Headcount = 121 },
        ];
        Assert.Equal(changed.Length, changed.Select(content => content.ComputeDigest()).Distinct().Count());
    }

    [Fact]
    public void The_same_amount_written_otherwise_is_the_same() =>
        Assert.Equal(Content.ComputeDigest(), (Content with { AmountPerPerson = 500.00m }).ComputeDigest());
}
