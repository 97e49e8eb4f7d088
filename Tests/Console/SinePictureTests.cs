using SkiaSharp;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class SinePictureTests
{
    [Fact]
    public void Draw_Results_ShowsTheSineAndEachCurveInItsColor()
    {
        using var folder = new TemporaryFolder();
        var path = folder["sine.png"];

        SinePicture.Draw([Results.Lstm], window: 20, path);

        using var picture = SKBitmap.Decode(path);
        Assert.Equal((1600, 1400), (picture.Width, picture.Height));
        Assert.True(picture.Pixels.Count(pixel => pixel == SKColor.Parse("#0072B2")) > 1000);
        Assert.True(picture.Pixels.Count(pixel => pixel == SKColor.Parse("#C8C8C8")) > 1000);
    }
}
