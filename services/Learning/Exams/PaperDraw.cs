using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ronghe.Learning.Exams;

/// <summary>One question on one person's paper: its number in the exam, and which option stands behind each letter shown.</summary>
internal sealed record PaperQuestion(int Number, IReadOnlyList<int> Order);

/// <summary>
/// Draws a paper from the exam's seed: the same person and attempt always get the same paper, and nobody without the seed can tell
/// which.
/// </summary>
internal static class PaperDraw
{
    internal static IReadOnlyList<PaperQuestion> Draw(LiveExam live, Guid personId, int attempt)
    {
        var stream = new Stream(live.Exam.Seed, personId, attempt);
        var paper = new List<PaperQuestion>();
        foreach (var (section, row) in live.Exam.Blueprint.Index())
        {
            var pool = live.Questions.Where(question => question.Section == section).ToList();
            stream.Shuffle(pool);
            paper.AddRange(pool.Take(row.Count).Select(question => new PaperQuestion(question.Number, stream.Order(question.Content.Options.Count))));
        }

        return paper;
    }

    // HMAC-SHA256 in counter mode; a number below n is taken without bias by throwing away what lies beyond the last full n.
    private sealed class Stream(byte[] seed, Guid personId, int attempt)
    {
        private readonly byte[] block = new byte[32];
        private int used = 32;
        private int counter;

        internal void Shuffle<T>(List<T> items)
        {
            for (var last = items.Count - 1; last > 0; last--)
            {
                var chosen = Below(last + 1);
                (items[last], items[chosen]) = (items[chosen], items[last]);
            }
        }

        internal List<int> Order(int count)
        {
            List<int> order = [.. Enumerable.Range(0, count)];
            Shuffle(order);
            return order;
        }

        private int Below(int bound)
        {
            var limit = (uint)(0x1_0000_0000L / bound * bound - 1);
            while (true)
            {
                var number = Next();
                if (number <= limit) return (int)(number % (uint)bound);
            }
        }

        private uint Next()
        {
            if (used == block.Length)
            {
                Span<byte> input = stackalloc byte[24];
                personId.TryWriteBytes(input, bigEndian: true, out _);
                BinaryPrimitives.WriteInt32BigEndian(input[16..], attempt);
                BinaryPrimitives.WriteInt32BigEndian(input[20..], counter++);
                HMACSHA256.HashData(seed, input, block);
                used = 0;
            }

            used += 4;
            return BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(used - 4));
        }
    }
}
