using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class SourcePageTests
{
    [Fact]
    public void Create_SourceWithAFence_UsesALongerOne() =>
        Assert.Equal(
            "---\n_noindex: true\n---\n\n# a.sh\n\n`x/a.sh`\n\n`````bash\necho '````'\n`````\n", SourcePage.Create("x/a.sh", "echo '````'\n\n"));
}
