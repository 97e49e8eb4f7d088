using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

public sealed class ProjectTests
{
    private static readonly string[] ProductTops = ["Inference", "Training"];

    [Fact]
    public void Projects_OfTheProduct_FollowTheArrows()
    {
        var arrows = new Arrows(DeclaredArrows.Projects);
        var projects = ProjectFile.All(ProductTops).ToList();

        Assert.Equal(arrows.Names.Order(), projects.Select(project => project.Folder).Order());
        Assert.Empty(projects.SelectMany(project => project.References
            .Where(reference => !arrows.Allow(project.Folder, reference))
            .Select(reference => $"{project.Folder} reaches {reference}")));
    }

    [Fact]
    public void Projects_OfTheProduct_CompileOnlyTheirOwnSources() =>
        Assert.Empty(ProjectFile.All(ProductTops).SelectMany(project => project.LinkedSources.Select(source => $"{project.Folder}: {source}")));

    [Fact]
    public void Runtime_NeedsOnePackage() => Assert.Equal(["Google.Protobuf"], new ProjectFile("Inference/Runtime").Packages);

    [Theory]
    [InlineData("Tests/Hosts")]
    [InlineData("Tests/Packages")]
    [InlineData("Tests/SavedPipelineHost")]
    public void Hosts_OfExportedFiles_ReferenceNoProject(string folder) => Assert.Empty(new ProjectFile(folder).References);
}
