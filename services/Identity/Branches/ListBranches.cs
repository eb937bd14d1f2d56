using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Branches;

public sealed record BranchResponse(Guid Id, string Code, string Name, string NameEn, string UnitPath);

internal static class ListBranches
{
    internal static async Task<Ok<IReadOnlyList<BranchResponse>>> Handle(Caller caller, IdentityDb db, CancellationToken ct)
    {
        var branches = await (
            from branch in db.Branches.AsNoTracking()
            join unit in db.UnitsSeenBy(caller) on branch.UnitId equals unit.Id
            orderby unit.Path, branch.Code
            select new BranchResponse(branch.Id, branch.Code, branch.Name, branch.NameEn, unit.Path)).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<BranchResponse>>(branches);
    }
}
