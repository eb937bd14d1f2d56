using System.Text.Json;
using Ronghe.DrawVerifier;

if (args is not [var file] || !File.Exists(file))
{
    Console.Error.WriteLine("DrawVerifier PAGE.json — the public page of a draw, as GET /api/v1/welfare/draws/{id} gives it");
    return 2;
}

var page = JsonSerializer.Deserialize<DrawPage>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
var findings = Check.Page(page).ToList();
foreach (var finding in findings) Console.Error.WriteLine($"不符 / wrong: {finding}");
if (findings.Count > 0) return 1;
Console.WriteLine(page.Winners is null
    ? $"名单 {page.Candidates.Count} 人，封存无误，尚未开奖。 / {page.Candidates.Count} candidates, sealed; not drawn yet."
    : $"名单 {page.Candidates.Count} 人，中签 {page.Winners.Count} 人，重新计算结果一致。 / {page.Winners.Count} of {page.Candidates.Count} won; the same when drawn again.");
return 0;
