using System.Text.Json;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests.Forms;

public sealed class Form_rules
{
    private static readonly Guid Known = Guid.CreateVersion7();

    [Theory]
    [InlineData(FieldType.Money, "12.34", true)]
    [InlineData(FieldType.Money, "12.345", false)]
    [InlineData(FieldType.Money, "\"12\"", false)]
    [InlineData(FieldType.Money, "-1", false)]
    [InlineData(FieldType.Money, "1001", false)]
    [InlineData(FieldType.Integer, "3", true)]
    [InlineData(FieldType.Integer, "3.5", false)]
    [InlineData(FieldType.Integer, "1e400", false)]
    [InlineData(FieldType.Decimal, "3.14159", true)]
    [InlineData(FieldType.Date, "\"2026-02-28\"", true)]
    [InlineData(FieldType.Date, "\"2026-02-30\"", false)]
    [InlineData(FieldType.Boolean, "true", true)]
    [InlineData(FieldType.Boolean, "\"true\"", false)]
    [InlineData(FieldType.Choice, "\"Tender\"", true)]
    [InlineData(FieldType.Choice, "\"Gift\"", false)]
    [InlineData(FieldType.Text, "\"文本\"", true)]
    [InlineData(FieldType.Text, "\"  \"", false)]
    [InlineData(FieldType.Text, "5", false)]
    [InlineData(FieldType.Unit, "\"B01\"", true)]
    [InlineData(FieldType.Unit, "\"B99\"", false)]
    [InlineData(FieldType.Person, "\"nobody\"", false)]
    public void A_value_is_held_to_the_type_of_its_field(FieldType type, string json, bool fits)
    {
        var number = type is FieldType.Money or FieldType.Integer or FieldType.Decimal;
        var field = new FormField("x", "字段", "Field", type, true,
            type == FieldType.Choice ? [new FieldOption("Tender", "招标", "Tender")] : null, Min: number ? 0 : null, Max: number ? 1000 : null);

        Assert.Equal(fits, Check([field], json).Count == 0);
    }

    [Fact]
    public void A_missing_required_field_and_an_unknown_one_are_both_named()
    {
        FormField[] fields = [new("amount", "金额", "Amount", FieldType.Money, true), new("remark", "说明", "Remark", FieldType.Text, false)];

        var errors = FormRules.Check(fields, new Dictionary<string, JsonElement> { ["amuont"] = JsonSerializer.SerializeToElement(1) }, FormDirectory.Empty);

        Assert.Equal(["amuont", "amount"], errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData(0, "small")]
    [InlineData(50_000, "small")]
    [InlineData(50_000.01, "middle")]
    [InlineData(900_000, "large")]
    [InlineData(-1, null)]
    public void A_tier_is_chosen_by_amount_bounds_included(decimal amount, string? expected)
    {
        var item = Cases.Organisation.Item() with
        {
            Tiers = [new("small", "small", "amount", [], 50_000), new("middle", "middle", "amount", [], 500_000), new("large", "large", "amount", [])],
        };

        var found = StepSelection.TryChooseTier(
            item, new Dictionary<string, JsonElement> { ["amount"] = JsonSerializer.SerializeToElement(amount) }, out var tier);

        Assert.Equal((expected is not null, expected), (found, tier?.Name));
    }

    [Theory]
    [InlineData(">=", 100, true)]
    [InlineData(">", 100, false)]
    [InlineData("<=", 100, true)]
    [InlineData("<", 100, false)]
    [InlineData("==", 100, true)]
    [InlineData("!=", 100, false)]
    public void A_condition_decides_whether_a_step_applies(string op, int value, bool holds)
    {
        var item = Cases.Organisation.Item() with { Form = [new("amount", "金额", "Amount", FieldType.Money, true)] };
        var form = new Dictionary<string, JsonElement> { ["amount"] = JsonSerializer.SerializeToElement(100.00m) };

        Assert.Equal(holds, StepSelection.Holds(new StepCondition("amount", op, JsonSerializer.SerializeToElement(value)), item, form));
    }

    private static IReadOnlyList<FormError> Check(FormField[] fields, string json) => FormRules.Check(
        fields,
        new Dictionary<string, JsonElement> { ["x"] = JsonSerializer.Deserialize<JsonElement>(json) },
        new FormDirectory(new HashSet<string> { "B01" }, new HashSet<Guid> { Known }));
}
