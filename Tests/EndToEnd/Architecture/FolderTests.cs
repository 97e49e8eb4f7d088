using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

public sealed class FolderTests
{
    public static TheoryData<string> DeclaredFolders => [.. DeclaredArrows.Folders.Keys];

    [Theory, MemberData(nameof(DeclaredFolders))]
    public void Folders_UseOnlyWhatTheArrowsAllow(string folder)
    {
        var project = string.Join('/', folder.Split('/').Take(2));
        var parent = folder == project ? "" : $"{folder[(project.Length + 1)..]}/";
        var sources = ProjectSources.FromFolder(project);

        var errors = FolderCheck.FindErrors(parent, new(DeclaredArrows.Folders[folder]), sources.Files, sources.Uses, $"{project}/");

        Assert.True(errors.Count == 0, $"{errors.Count} errors:\n{string.Join('\n', errors)}");
    }
}
