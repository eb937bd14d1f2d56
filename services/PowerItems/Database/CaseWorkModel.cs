using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Proxies;
using Ronghe.PowerItems.Splitting;

namespace Ronghe.PowerItems.Database;

/// <summary>Tables beside the cases themselves: proxies, sums, meetings.</summary>
internal static class CaseWorkModel
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<AuthorityProxy>(proxy =>
        {
            proxy.ToTable("authority_proxies", table => table.HasCheckConstraint("ck_authority_proxies", "given_by <> given_to AND \"from\" < until")).HasKey(one => one.Id);
            proxy.HasIndex(one => one.Until).HasFilter("revoked_at IS NULL");
            proxy.HasIndex(one => one.GivenBy);
            proxy.HasIndex(one => one.GivenTo);
        });
        model.Entity<CaseSum>(sum =>
        {
            sum.ToTable("case_sums").HasKey(one => new { one.CaseId, one.Key });
            sum.HasIndex(one => new { one.ItemCode, one.Key, one.Value, one.OpenedAt });
        });
        model.Entity<Meeting>(meeting =>
        {
            meeting.ToTable("meetings").HasKey(one => one.Id);
            meeting.Property(one => one.Body).HasConversion<string>();
            meeting.Property(one => one.Title).HasMaxLength(200);
            meeting.Property(one => one.Place).HasMaxLength(200);
            StoredJson.Of(meeting.Property(one => one.Members));
            StoredJson.Of(meeting.Property(one => one.Topics));
            meeting.HasIndex(one => new { one.UnitPath, one.Body, one.Year, one.Number }).IsUnique();
        });
    }
}
