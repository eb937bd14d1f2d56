using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ronghe.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ronghe.Platform.Tests.Browser;

[Collection(nameof(Journeys.Platform))]
public sealed class The_phone(Journeys.Platform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Lesson = "FIRE-REPORT";

    [Fact]
    public async Task A_lesson_shows_which_question_to_look_at_again_and_is_completed_by_the_right_answers()
    {
        var questions = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "seeds", "lessons", $"{Lesson}.json"), TestContext.Current.CancellationToken))!["questions"]!.AsArray();
        var page = await chromium.OpenAs(platform, "team-leader", "/m", javaScript: false, width: 390, height: 844);
        await page.GotoAsync($"/m/lessons/{Lesson}");

        await page.Locator(".m-button").ClickAsync();
        await Expect(page.Locator(".m-question.is-missing")).ToHaveCountAsync(questions.Count);

        foreach (var question in questions) await Answer(page, question!, right: question != questions[0]);
        await page.Locator(".m-button").ClickAsync();
        await Expect(page.Locator(".m-question.is-missing")).ToHaveCountAsync(1);
        await Expect(page.Locator(".m-question.is-missing legend")).ToContainTextAsync(questions[0]!["text"]!.GetValue<string>());

        await Answer(page, questions[0]!, right: true);
        await page.Locator(".m-button").ClickAsync();
        await Expect(page.Locator("[role=status]")).ToBeVisibleAsync();
        await Expect(page.Locator($".is-done a[href='/m/lessons/{Lesson}']")).ToBeVisibleAsync();
    }

    /// <summary>Chooses exactly the right options, or all the others.</summary>
    private static async Task Answer(IPage page, JsonNode question, bool right)
    {
        var (key, answer) = (question["key"]!.GetValue<string>(), question["answer"]!.GetValue<string>());
        foreach (var value in question["options"]!.AsArray().Select(option => option!["value"]!.GetValue<string>()))
        {
            var input = page.Locator($"[name='q.{key}'][value='{value}']");
            if (answer.Contains(value, StringComparison.Ordinal) == right) await input.CheckAsync();
            else if (await input.GetAttributeAsync("type") is "checkbox") await input.UncheckAsync();
        }
    }
}
