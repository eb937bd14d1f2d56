using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.PowerItems.Ledger.Witnesses;

namespace Ronghe.PowerItems.Ledger;

internal static class LedgerModel
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<ActInput>().ToTable("act_inputs").HasKey(input => input.ActId);
        model.Entity<InputErasure>().ToTable("input_erasures").HasKey(erasure => erasure.Id);
        model.Entity<LedgerKey>(key =>
        {
            key.ToTable("ledger_keys").HasKey(one => one.Id);
            key.HasIndex(one => one.Number).IsUnique();
        });
        model.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger_entries").HasKey(one => one.Index);
            entry.Property(one => one.Index).ValueGeneratedNever();
            entry.HasIndex(one => one.ActId).IsUnique();
        });
        model.Entity<LedgerTile>().ToTable("ledger_tiles").HasKey(tile => new { tile.Level, tile.Number });
        model.Entity<LedgerHead>(head =>
        {
            head.ToTable("ledger_heads").HasKey(one => one.Size);
            head.Property(one => one.Size).ValueGeneratedNever();
            head.Property(one => one.Horizon).HasColumnType("xid8");
            head.HasOne<LedgerKey>().WithMany().HasForeignKey(one => one.KeyId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Witness>(witness =>
        {
            witness.ToTable("witnesses").HasKey(one => one.Id);
            witness.HasIndex(one => one.KeyId).IsUnique();
        });
        model.Entity<Cosignature>(cosignature =>
        {
            cosignature.ToTable("cosignatures").HasKey(one => new { one.Size, one.WitnessId });
            cosignature.HasOne<LedgerHead>().WithMany().HasForeignKey(one => one.Size).OnDelete(DeleteBehavior.Restrict);
            cosignature.HasOne<Witness>().WithMany().HasForeignKey(one => one.WitnessId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
