using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class RecurrentModelTests
{
    [Fact]
    public void Score_Disposed_Throws()
    {
        var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()));
        model.Dispose();
        model.Dispose();
        var exception = Assert.Throws<ObjectDisposedException>(() => model.Score([1, 2, 3], new float[1]));
        Assert.Equal(typeof(RecurrentModel).FullName, exception.ObjectName);
    }

    [Fact]
    public async Task Dispose_WhileThreadsScore_IsSafe()
    {
        var file = TestFile.Create(TestFile.Forecast());
        for (var round = 0; round < 100; round++)
        {
            var model = RecurrentModel.Load(file);
            var expected = new float[1];
            model.Score([1, 2, 3], expected);
            using var started = new CountdownEvent(4);
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                var output = new float[1];
                model.Score([1, 2, 3], output);
                started.Signal();
                while (true)
                {
                    model.Score([1, 2, 3], output);
                    Assert.Equal(expected, output);
                }
            })).ToArray();
            started.Wait(TestContext.Current.CancellationToken);
            model.Dispose();
            foreach (var thread in threads)
                await Assert.ThrowsAsync<ObjectDisposedException>(() => thread);
        }
    }
}
