using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class PageStagingTests
{
    [Fact]
    public void Stage_LinksToPagesImagesSourcesAndFolders_LeadToTheSite()
    {
        using var repository = CreateRepository("""
            [readme](../README.md#top) ![picture](../Exported/a.png) [source](../Inference/A.cs)
            [folder](../Inference) [pages](../Training)
            [web](https://example.org) [api](xref:A.B) [here](#x)
            """);

        Assert.Empty(new PageStaging(repository.Path, repository["staged"]).Stage());

        Assert.Equal("""
            [readme](repository/README.md#top) ![picture](repository/Exported/a.png) [source](repository/Inference/A.cs.md)
            folder [pages](repository/Training/README.md)
            [web](https://example.org) [api](xref:A.B) [here](#x)
            """, File.ReadAllText(repository["staged/index.md"]));
        Assert.Equal(
            "---\n_noindex: true\n---\n\n# A.cs\n\n`Inference/A.cs`\n\n```csharp\nclass A;\n```\n",
            File.ReadAllText(repository["staged/repository/Inference/A.cs.md"]));
        Assert.Equal("[up](../README.md)", File.ReadAllText(repository["staged/repository/Training/README.md"]));
        Assert.True(File.Exists(repository["staged/repository/Exported/a.png"]));
    }

    [Theory]
    [InlineData("gone.md")]
    [InlineData("../Inference/B.cs#L1")]
    [InlineData("../../outside.md")]
    public void Stage_LinkThatLeadsNowhere_IsNamed(string target)
    {
        using var repository = CreateRepository($"see [that]({target})");

        Assert.Equal([$".docs/index.md: the link to {target} leads nowhere."], new PageStaging(repository.Path, repository["staged"]).Stage());
    }

    private static TemporaryFolder CreateRepository(string index)
    {
        var folder = new TemporaryFolder();
        foreach (var page in PageStaging.Manual)
            Write(page, "");
        Write("Training/README.md", "[up](../README.md)");
        Write("Inference/A.cs", "class A;\n");
        Write("Exported/a.png", "");
        Write(".docs/index.md", index);
        return folder;

        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
            File.WriteAllText(folder[path], text);
        }
    }
}
