using Microsoft.EntityFrameworkCore;

namespace Ronghe.PowerItems.LegalBases;

internal static class LegalBasisModel
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Law>(law =>
        {
            law.ToTable("laws").HasKey(one => one.Id);
            law.HasIndex(one => new { one.Name, one.Version }).IsUnique();
            law.HasIndex(one => one.Name).IsUnique().HasFilter("in_force_to IS NULL").HasDatabaseName("ux_laws_latest");
            law.Ignore(one => one.VersionText);
        });
        model.Entity<LawArticle>(article =>
        {
            article.ToTable("law_articles").HasKey(one => new { one.LawId, one.Number });
            article.HasOne<Law>().WithMany().HasForeignKey(one => one.LawId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<BasisReview>(review =>
        {
            review.ToTable("basis_reviews").HasKey(one => one.Id);
            review.HasIndex(one => new { one.Law, one.ToVersion, one.ItemCode }).IsUnique();
        });
        model.Entity<CaseFlag>(flag =>
        {
            flag.ToTable("case_flags").HasKey(one => new { one.CaseId, one.ReviewId });
            flag.HasOne<BasisReview>().WithMany().HasForeignKey(one => one.ReviewId).OnDelete(DeleteBehavior.Restrict);
            flag.HasIndex(one => one.ReviewId);
        });
    }
}
