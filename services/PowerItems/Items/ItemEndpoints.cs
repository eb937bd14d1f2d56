using Ronghe.PowerItems.Catalogues.Uploads;

namespace Ronghe.PowerItems.Items;

internal static class ItemEndpoints
{
    internal static RouteGroupBuilder MapItems(this RouteGroupBuilder group)
    {
        var items = group.MapGroup("/items").WithTags("Items");
        items.MapGet("", ListItems.Handle).WithName(nameof(ListItems));
        items.MapGet("/{code}", GetItem.Handle).WithName(nameof(GetItem));
        items.MapGet("/{code}/versions", ListVersions.Handle).WithName(nameof(ListVersions));
        items.MapGet("/{code}/diff", DiffVersions.Handle).WithName(nameof(DiffVersions));
        items.MapPost("/{code}/publication", PublishVersion.Handle).WithName(nameof(PublishVersion));
        items.MapPost("/{code}/retirement", RetireItem.Handle).WithName(nameof(RetireItem));
        items.MapPost("/imports", ImportCatalogue.Handle).WithName(nameof(ImportCatalogue)).Accepts<IFormFile>("application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return group;
    }
}
