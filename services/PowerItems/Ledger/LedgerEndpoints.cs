using Ronghe.PowerItems.Ledger.Evidence;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Proofs;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.PowerItems.Ledger.Witnesses;

namespace Ronghe.PowerItems.Ledger;

internal static class LedgerEndpoints
{
    internal static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerLog>().AddSingleton<ActLedger>().AddScoped<EvidencePack>();
        services.AddSingleton<LedgerHealth>().AddHostedService<Sequencer>().AddHealthChecks().AddCheck<LedgerHealth>("ledger");
        return services;
    }

    internal static RouteGroupBuilder MapLedger(this RouteGroupBuilder group)
    {
        var ledger = group.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("/head", GetHead.Handle).WithName(nameof(GetHead));
        ledger.MapGet("/heads/{size:long}", GetHeadOfSize.Handle).WithName(nameof(GetHeadOfSize));
        ledger.MapGet("/keys", ListLedgerKeys.Handle).WithName(nameof(ListLedgerKeys));
        ledger.MapGet("/proofs/inclusion", ProveInclusion.Handle).WithName(nameof(ProveInclusion));
        ledger.MapGet("/proofs/consistency", ProveConsistency.Handle).WithName(nameof(ProveConsistency));
        ledger.MapGet("/entries", ListEntries.Handle).WithName(nameof(ListEntries));
        ledger.MapPost("/cosignatures", CosignHead.Handle).WithName(nameof(CosignHead));
        ledger.MapGet("/witnesses", ListWitnesses.Handle).WithName(nameof(ListWitnesses));
        ledger.MapPost("/witnesses", RegisterWitness.Handle).WithName(nameof(RegisterWitness));
        ledger.MapPost("/witnesses/{id:guid}/retirement", RetireWitness.Handle).WithName(nameof(RetireWitness));
        var cases = group.MapGroup("/cases/{id:guid}").WithTags("Ledger");
        cases.MapGet("/evidence", GetEvidence.Handle).WithName(nameof(GetEvidence));
        cases.MapPost("/erasures", EraseInputs.Handle).WithName(nameof(EraseInputs));
        return group;
    }
}
