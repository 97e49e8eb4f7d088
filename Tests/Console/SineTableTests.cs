using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class SineTableTests
{
    [Fact]
    public void Create_OneResult_AlignsItsFigures()
    {
        using var console = new TestConsole().Width(140);

        console.Write(SineTable.Create([Results.Lstm]));

        Assert.Equal(
            """
            ────────────────────────────────────────────────────────────────────────────────
                                     Para-               Final   Unseen   Torch/    ML.NET  
             Cell  Gates   States   meters   Training     loss     RMSE     ONNX    rows/s  
            ────────────────────────────────────────────────────────────────────────────────
             LSTM      3        2   10,651      3.5 s   1.9e-5   0.0043   1.8e-7   123,457  
            ────────────────────────────────────────────────────────────────────────────────

            """.ReplaceLineEndings("\n"),
            console.Output.ReplaceLineEndings("\n"));
    }
}
