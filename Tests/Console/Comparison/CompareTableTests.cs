using MlNetRecurrent.Training.Tests;
using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class CompareTableTests
{
    [Fact]
    public void Create_Results_AlignsTheirFigures()
    {
        using var console = new TestConsole().Width(80);

        console.Write(CompareTable.Create([Comparisons.Classifier(RecurrentCell.Rnn, 0.1), Comparisons.Classifier(RecurrentCell.Gru, 1)]));

        Assert.Equal(
            """
            ─────────────────────────────────────────────────────────────────────────────
                                     Para-   Mult-              Peak    Scored   Memory  
             Cell  Gates   States   meters    adds   Training     MB    rows/s    reach  
            ─────────────────────────────────────────────────────────────────────────────
             RNN       0        1    2,701   2,550      3.5 s    123   123,457      0.2  
             GRU       2        1    8,001   7,650      3.5 s    123   123,457       2+  
            ─────────────────────────────────────────────────────────────────────────────

            """.ReplaceLineEndings("\n"),
            console.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(true, "█▆▁", "██▇")]
    [InlineData(false, "#+ ", "##*")]
    public void GetLines_Curves_AreLogarithmic(bool unicode, string after, string before)
    {
        var lines = ReachText.GetLines([Comparisons.Classifier(RecurrentCell.Rnn, 1)], unicode).ToList();

        Assert.Equal("             lag 0    2", lines[2]);
        Assert.Equal($"RNN  before |{before}| 1.0", lines[3]);
        Assert.Equal($"     after  |{after}| 0.2", lines[4]);
    }
}
