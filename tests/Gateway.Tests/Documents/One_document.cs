using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi.Reader;
using Microsoft.OpenApi;
using Ronghe.Gateway.Tests.Running;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Documents;

public sealed class One_document : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private Backend _learning = null!;
    private Backend _welfare = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _learning = await Backend.StartAsync("learning");
        _welfare = await Backend.StartAsync("welfare");
        _learning.OpenApi = Service("learning", "lessons", "GetPage", """{"type":"object","properties":{"lesson":{"type":"string"}}}""");
        _welfare.OpenApi = Service("welfare", "programmes", "GetPage", """{"type":"object","properties":{"amount":{"type":"number"}}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _learning.DisposeAsync();
        await _welfare.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task It_is_valid_OpenAPI_3_1_with_every_services_paths()
    {
        await using var gateway = Gateway();
        using var client = gateway.Client();
        using var answer = await client.GetAsync(Answers.At("/openapi/v1.json"));
        var text = await answer.Content.ReadAsStringAsync();
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(["/api/v1/learning/lessons", "/api/v1/welfare/programmes"], read.Document!.Paths.Keys.Order());
        foreach (var path in read.Document.Paths)
        {
            var operation = Assert.Single(path.Value.Operations!).Value;
            Assert.NotEmpty(operation.Security!);
            Assert.Contains("401", operation.Responses!.Keys);
        }
    }

    [Fact]
    public async Task Schemas_that_differ_get_the_services_name_in_front_and_equal_ones_are_shared()
    {
        await using var gateway = Gateway();
        using var client = gateway.Client();
        using var answer = await client.GetAsync(Answers.At("/openapi/v1.json"));
        var document = await answer.Json();
        Assert.Equal(["LearningItem", "LearningPage", "Money", "WelfareItem", "WelfarePage"], document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).Order(StringComparer.Ordinal));
        Assert.Equal("#/components/schemas/WelfarePage", document["paths"]!["/api/v1/welfare/programmes"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/WelfareItem", document["components"]!["schemas"]!["WelfarePage"]!["properties"]!["item"]!["$ref"]!.GetValue<string>());
        var operations = document["paths"]!.AsObject().Select(path => path.Value!["get"]!["operationId"]!.GetValue<string>()).ToList();
        Assert.Equal(operations.Distinct(), operations);
        var flows = document["components"]!["securitySchemes"]!["platform"]!["flows"]!.AsObject();
        Assert.Equal(TokenIssuer.Name + "/connect/authorize", flows["authorizationCode"]!["authorizationUrl"]!.GetValue<string>());
        Assert.True(flows["clientCredentials"]!["scopes"]!.AsObject().ContainsKey("welfare"));
    }

    [Fact]
    public async Task A_part_that_cannot_be_had_is_named_and_comes_when_it_can()
    {
        var document = _welfare.OpenApi;
        _welfare.OpenApi = null;
        await using var gateway = Gateway();
        using var client = gateway.Client();
        using (var answer = await client.GetAsync(Answers.At("/openapi/v1.json")))
        {
            var merged = await answer.Json();
            Assert.Contains("welfare", merged["info"]!["x-missing"]!.AsArray().Select(name => name!.GetValue<string>()));
            Assert.True(merged["paths"]!.AsObject().ContainsKey("/api/v1/learning/lessons"));
        }

        _welfare.OpenApi = document;
        await Eventually.True(async () =>
        {
            using var answer = await client.GetAsync(Answers.At("/openapi/v1.json"));
            return (await answer.Json())["paths"]!.AsObject().ContainsKey("/api/v1/welfare/programmes");
        }, "the missing part is there");
    }

    [Fact]
    public async Task Asked_again_with_its_tag_it_is_not_sent_again()
    {
        await using var gateway = Gateway();
        using var client = gateway.Client();
        using var first = await client.GetAsync(Answers.At("/openapi/v1.json"));
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.GetAsync(Answers.At("/openapi/v1.json"));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task The_page_brings_its_own_script_and_may_ask_nobody_else()
    {
        await using var gateway = Gateway();
        using var client = gateway.Client();
        using var page = await client.GetAsync(Answers.At("/docs/"));
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("https://", html.Replace(TokenIssuer.Name, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var script = await client.GetAsync(Answers.At("/docs/scalar.js"));
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.True((await script.Content.ReadAsByteArrayAsync()).Length > 100_000);
    }

    private GatewayHost Gateway() => new(_issuer, ("services:learning:h2:0", _learning.Address), ("services:welfare:h2:0", _welfare.Address));

    private static string Service(string service, string path, string operation, string item) => $$$"""
        { "openapi": "3.1.1", "info": { "title": "{{{service}}}", "version": "v1" },
          "paths": {
            "/api/v1/{{{service}}}/{{{path}}}": { "get": { "operationId": "{{{operation}}}", "responses": { "200": { "description": "OK",
              "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } } } } },
            "/internal/{{{service}}}": { "get": { "responses": { "200": { "description": "OK" } } } } },
          "components": { "schemas": {
            "Page": { "type": "object", "properties": { "item": { "$ref": "#/components/schemas/Item" } } },
            "Item": {{{item}}},
            "Money": { "type": "number" } } } }
        """;
}
