using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Parameters and options that the pass does not have: the same bits as TorchSharp's optimizer, which does the step.</summary>
public sealed class FusedOptimizerFallbackTests
{
    [Theory]
    [InlineData("float64")]
    [InlineData("strided parameter")]
    [InlineData("strided gradient")]
    [InlineData("amsgrad")]
    public void Step_UnsupportedAdam_IsTheStepOfTorch(string what)
    {
        var (weight, expected) = (Create(what), Create(what));
        using var optimizer = new FusedAdam([weight], 0.1, amsgrad: what == "amsgrad") { MaxGradientNorm = 1 };
        using var torch = optim.Adam([expected], 0.1, beta2: 0.999, amsgrad: what == "amsgrad");
        using var average = optimizer.Average = new WeightAverage([weight], 0.5);
        using var expectedAverage = new WeightAverage([expected], 0.5);

        for (var step = 1; step <= 5; step++)
        {
            (weight.grad, expected.grad) = (Gradient(what, step), Gradient(what, step));
            nn.utils.clip_grad_norm_([expected], 1);
            optimizer.step();
            torch.step();
            expectedAverage.Add();
        }

        Assert.True(weight.equal(expected).all().item<bool>());
        using (average.Use())
        using (expectedAverage.Use())
            Assert.True(weight.equal(expected).all().item<bool>());
    }

    [Fact]
    public void Step_CenteredRmsProp_IsTheStepOfTorch()
    {
        using var weight = new Parameter(ones(6));
        using var expected = new Parameter(ones(6));
        using var optimizer = new FusedRmsProp([weight], 0.1, centered: true);
        using var torch = optim.RMSProp([expected], 0.1, centered: true);

        for (var step = 1; step <= 5; step++)
        {
            (weight.grad, expected.grad) = (arange(6, dtype: ScalarType.Float32) * step, arange(6, dtype: ScalarType.Float32) * step);
            optimizer.step();
            torch.step();
        }

        Assert.True(weight.equal(expected).all().item<bool>());
    }

    [Fact]
    public void Step_EmptyParameter_IsLeftAlone()
    {
        using var empty = new Parameter(zeros(0, 3));
        using var weight = new Parameter(ones(2));
        using var optimizer = new FusedSgd([empty, weight], 1);
        (empty.grad, weight.grad) = (zeros(0, 3), ones(2));

        optimizer.step();

        Assert.Equal([0.0, 0], OracleTensors.ToDoubles(weight));
    }

    private static Parameter Create(string what) => what switch
    {
        "float64" => new Parameter(ones(4, 3, dtype: ScalarType.Float64)),
        "strided parameter" => new Parameter(ones(3, 4).transpose(0, 1)),
        _ => new Parameter(ones(4, 3)),
    };

    private static Tensor Gradient(string what, int step)
    {
        var values = arange(12, dtype: what == "float64" ? ScalarType.Float64 : ScalarType.Float32) * step;
        return what == "strided gradient" ? values.view(3, 4).transpose(0, 1) : values.view(4, 3);
    }
}
