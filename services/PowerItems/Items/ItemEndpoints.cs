namespace Ronghe.PowerItems.Items;

internal static class ItemEndpoints
{
    internal static RouteGroupBuilder MapItems(this RouteGroupBuilder group)
    {
        var items = group.MapGroup("/items").WithTags("Items");
        items.MapGet("", ListItems.Handle).WithName(nameof(ListItems));
        items.MapGet("/{code}", GetItem.Handle).WithName(nameof(GetItem));
        return group;
    }
}
