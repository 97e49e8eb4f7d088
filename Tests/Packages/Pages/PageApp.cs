namespace MlNetRecurrent.Packages;

/// <summary>A C# block of a page as a console application outside of the repository.</summary>
/// <param name="Name">The name of the application and of its folder.</param>
/// <param name="Block">The block.</param>
internal sealed record PageApp(string Name, ReadmeBlock Block)
{
    /// <summary>Whether the application is a project: a block without packages is a file that <c>dotnet run</c> takes.</summary>
    public bool IsProject => Block.Packages.Count > 0;

    /// <summary>Writes the code and, if it needs packages, a project with exactly those that the page names.</summary>
    /// <param name="folder">The folder of the application.</param>
    /// <param name="version">The version of the packages of this product.</param>
    public void Write(string folder, string version)
    {
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Block.Code);
        if (IsProject)
            AppProject.Write(Path.Combine(folder, $"{Name}.csproj"), Block.Packages, version);
    }
}
