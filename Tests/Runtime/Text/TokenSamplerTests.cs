using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class TokenSamplerTests
{
    private static readonly float[] Probabilities = [0.2f, 0.4f, 0.1f, 0.25f, 0.05f];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.5, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 2)]
    [InlineData(0.7, 3)]
    public void Draw_ManyTimes_MatchesTheProbabilities(double temperature, int topK)
    {
        const int Draws = 20_000;
        var sampler = new TokenSampler(new GenerationOptions { Temperature = temperature, TopK = topK });
        var counts = new int[Probabilities.Length];

        for (var draw = 0; draw < Draws; draw++)
            counts[sampler.Draw(Probabilities)]++;

        // Token 0 is the unknown token, which is never drawn.
        var kept = Enumerable.Range(1, 4).OrderByDescending(token => Probabilities[token]).Take(topK == 0 ? 4 : topK).ToList();
        var sum = kept.Sum(token => Math.Pow(Probabilities[token], 1 / temperature));
        for (var token = 0; token < counts.Length; token++)
        {
            var expected = kept.Contains(token) ? Math.Pow(Probabilities[token], 1 / temperature) / sum : 0;
            // Five standard deviations.
            Assert.Equal(expected, counts[token] / (double)Draws, 5 * Math.Sqrt(expected * (1 - expected) / Draws));
        }
    }

    [Fact]
    public void Draw_TokenWithProbabilityZero_IsNeverDrawn()
    {
        var sampler = new TokenSampler(new GenerationOptions { Temperature = 100 });

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(2, sampler.Draw([0.5f, 0, 0.5f])));
    }

    [Fact]
    public void Draw_VeryLowTemperature_DrawsTheMostLikelyToken()
    {
        var sampler = new TokenSampler(new GenerationOptions { Temperature = 1e-9 });

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(1, sampler.Draw(Probabilities)));
    }
}
