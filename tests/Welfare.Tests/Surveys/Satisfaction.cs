using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json.Nodes;
using CsCheck;
using Npgsql;
using Org.BouncyCastle.Crypto.Parameters;
using Ronghe.Testing;
using Ronghe.Welfare.Surveys;

namespace Ronghe.Welfare.Tests.Surveys;

[Collection(nameof(WelfareSite))]
public sealed class Satisfaction(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_vectors_of_the_RFC_come_out()
    {
        var vector = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Surveys", "rfc9474.json")))!;
        byte[] Hex(string name) => Convert.FromHexString((string)vector[name]!);
        var (p, q, e) = (BlindClient.Number(Hex("p")), BlindClient.Number(Hex("q")), new BigInteger(65537));
        var (n, d) = (p * q, BlindClient.Invert(e, (p - 1) * (q - 1)));
        Org.BouncyCastle.Math.BigInteger Big(BigInteger number) => new(1, number.ToByteArray(isUnsigned: true, isBigEndian: true));
        var key = new RsaPrivateCrtKeyParameters(Big(n), Big(e), Big(d), Big(p), Big(q), Big(d % (p - 1)), Big(d % (q - 1)), Big(BlindClient.Invert(q % p, p)));
        var blindSignature = BlindSignatures.Sign(key, Hex("blindedMsg"))!;
        Assert.Equal((string)vector["blindSig"]!, Convert.ToHexStringLower(blindSignature));

        using var rsa = System.Security.Cryptography.RSA.Create(new System.Security.Cryptography.RSAParameters { Modulus = BlindClient.Bytes(n, 512), Exponent = [1, 0, 1] });
        var signature = BlindClient.Bytes(BlindClient.Number(blindSignature) * BlindClient.Number(Hex("inv")) % n, 512);
        Assert.True(BlindSignatures.Verify(rsa.ExportSubjectPublicKeyInfo(), Hex("preparedMsg"), signature));
        signature[100] ^= 1;
        Assert.False(BlindSignatures.Verify(rsa.ExportSubjectPublicKeyInfo(), Hex("preparedMsg"), signature));
    }

    [Fact]
    public async Task One_answer_a_person_that_nobody_can_join_to_them()
    {
        var world = await World.Create(site, people: 24);
        var survey = await Open(world);
        var random = new Random(7);
        var scores = world.People.ToDictionary(person => person, _ => random.Next(1, 6));
        var tokens = new List<(BlindClient Client, byte[] Signature, int Score)>();
        foreach (var person in world.People)
        {
            var client = new BlindClient(Convert.FromBase64String((string)survey.Cohorts[0]!["publicKey"]!));
            var signed = await Reply.Body(await Sign(world, person, survey.Id, client.Blinded));
            Assert.Equal((string)signed["blindSignature"]!, (string)(await Reply.Body(await Sign(world, person, survey.Id, client.Blinded)))["blindSignature"]!);
            var second = new BlindClient(Convert.FromBase64String((string)survey.Cohorts[0]!["publicKey"]!));
            Assert.Equal("token-given", await Reply.Problem(await Sign(world, person, survey.Id, second.Blinded)));
            tokens.Add((client, client.Finalise(Convert.FromBase64String((string)signed["blindSignature"]!)), scores[person]));
        }

        // The random delay: answers come in another order than tokens were given.
        foreach (var (client, signature, score) in tokens.OrderBy(_ => random.Next()))
            Assert.Equal(HttpStatusCode.NoContent, (await Answer(survey, client.Prepared, signature, score)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Answer(survey, tokens[0].Client.Prepared, tokens[0].Signature, scores[world.People[0]])).StatusCode);
        Assert.Equal(24L, await site.Ask<long>($"SELECT count(*) FROM survey_answers WHERE survey_id = '{survey.Id}'"));
        Assert.Equal("token-forged", await Reply.Problem(await Answer(survey, tokens[0].Client.Prepared, tokens[1].Signature, 5)));
        Assert.Equal("answer-not-anonymous", await Reply.Problem(await Answer(survey, tokens[0].Client.Prepared, tokens[0].Signature, 5, authorised: true)));

        Assert.Equal("survey-open", await Reply.Problem(await world.Union.PostAsync($"/api/v1/welfare/surveys/{survey.Id}/publication", null, Ct)));
        await site.Execute($"UPDATE surveys SET closes_at = now() WHERE id = '{survey.Id}'");
        Assert.Equal("survey-closed", await Reply.Problem(await Answer(survey, tokens[0].Client.Prepared, tokens[0].Signature, 1)));
        var result = await Reply.Body(await world.Union.PostAsync($"/api/v1/welfare/surveys/{survey.Id}/publication", null, Ct));
        Assert.Equal((24, 24, 0.953), ((int)result["total"]!["n"]!, (int)result["total"]!["invited"]!, (double)result["reference"]!));
        await DoesNotBeatChance(survey.Id, scores);
    }

    [Fact]
    public void Nothing_that_is_hidden_can_be_found_by_subtracting() => Gen.Int[0, 40].Array[1, 12].Sample(counts =>
    {
        var (shown, total) = Suppression.Decide(counts, 10);
        var hidden = Enumerable.Range(0, counts.Length).Where(index => !shown[index]).ToList();
        Assert.All(Enumerable.Range(0, counts.Length).Where(index => shown[index]), index => Assert.True(total && counts[index] >= 10));
        if (counts.Sum() >= 10) Assert.True(total);
        if (!total || hidden.Count == 0) return;
        // Total minus everything shown is all that can be derived: at least ten answers of at least two units, unless nothing is shown beside it.
        Assert.True(hidden.Count == counts.Length || (hidden.Sum(index => counts[index]) >= 10 && hidden.Count(index => counts[index] > 0) >= 2));
    });

    [Fact]
    public void The_interval_is_Wilsons()
    {
        var (low, high) = Wilson.Interval(953, 1000);
        Assert.Equal((0.9381, 0.9645), (Math.Round(low, 4), Math.Round(high, 4)));
        Assert.Equal((0, 0.2775), (Wilson.Interval(0, 10).Low, Math.Round(Wilson.Interval(0, 10).High, 4)));
    }

    [Fact]
    public void A_small_unit_shares_the_key_of_the_unit_above_it()
    {
        var people = Enumerable.Range(0, 35).Select(index => (Guid.CreateVersion7(), index < 20 ? "G/A/" : index < 25 ? "G/B/X/" : "G/B/"));
        var cohorts = OpenSurvey.Cohorts(people, "G/", 10);
        Assert.Equal([("G/A/", 20), ("G/B/", 15)], cohorts.Select(cohort => (cohort.Key, cohort.Value.Count)).OrderBy(cohort => cohort.Key));
    }

    // All that the database's owner holds: who was given a signature and in which order rows lie, every column, the private keys. An
    // attacker guesses each person's score by rank of place, of person, of hash and of token's hash; none may do better than chance.
    private async Task DoesNotBeatChance(Guid survey, Dictionary<Guid, int> scores)
    {
        var columns = await site.Ask<string>("SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_name = 'survey_answers'");
        Assert.Equal("cohort,remark,score,survey_id,token_hash", columns);
        string[] people = ["ctid", "xmin::text::bigint", "person_id", "blinded_hash", "sha256(person_id::text::bytea)"];
        string[] answers = ["ctid", "token_hash", "xmin::text::bigint, token_hash"];
        foreach (var (byPerson, byAnswer) in people.SelectMany(person => answers.Select(answer => (person, answer))))
        {
            var guessed = (await List<Guid>($"SELECT person_id FROM survey_invitations WHERE survey_id = '{survey}' ORDER BY {byPerson}"))
                .Zip(await List<int>($"SELECT score FROM survey_answers WHERE survey_id = '{survey}' ORDER BY {byAnswer}"));
            var right = guessed.Count(pair => scores[pair.First] == pair.Second);
            // 24 people, five scores: about five right by chance; twelve or more happen less than once in a thousand.
            Assert.InRange(right, 0, 13);
        }

        // Nothing that was stored of a person occurs with an answer.
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM survey_answers a JOIN survey_invitations i ON i.blinded_hash = a.token_hash OR sha256(i.person_id::text::bytea) = a.token_hash"));
        Assert.Equal(0L, await site.Ask<long>("SELECT count(*) FROM outbox WHERE body::text LIKE '%survey%'"));
        Assert.Equal(0L, await site.Ask<long>("SELECT count(*) FROM stored_answers WHERE route LIKE '%survey-answers%'"));
    }

    private async Task<List<T>> List<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync();
        await using var reader = await new NpgsqlCommand(sql, connection).ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }

    private static async Task<(Guid Id, JsonArray Cohorts)> Open(World world)
    {
        var opened = await Reply.Body(await world.Union.PostAsJsonAsync("/api/v1/welfare/surveys", new
        {
            unitCode = world.Code, question = "您对工会服务总体满意吗？", closesAt = TimeProvider.System.GetUtcNow().AddDays(3),
        }, Ct));
        return ((Guid)opened["surveyId"]!, JsonNode.Parse((string)opened["keys"]!)!["cohorts"]!.AsArray());
    }

    private static Task<HttpResponseMessage> Sign(World world, Guid person, Guid survey, byte[] blinded) =>
        world.As(person).PostAsJsonAsync($"/api/v1/welfare/surveys/{survey}/blind-signature", new { blinded = Convert.ToBase64String(blinded) }, Ct);

    private async Task<HttpResponseMessage> Answer((Guid Id, JsonArray Cohorts) survey, byte[] token, byte[] signature, int score, bool authorised = false)
    {
        using var client = authorised ? site.Person("G/B01/") : site.Host.Client();
        return await client.PostAsJsonAsync("/api/v1/welfare/survey-answers", new
        {
            surveyId = survey.Id, cohort = (string)survey.Cohorts[0]!["cohort"]!, token = Convert.ToBase64String(token), signature = Convert.ToBase64String(signature), score,
        }, Ct);
    }
}
