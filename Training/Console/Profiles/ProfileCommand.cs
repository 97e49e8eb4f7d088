using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>profile</c> command: shows what a table is like before a model is trained on it.</summary>
internal static class ProfileCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var data = new DataOptions();
        var report = CommandOptions.CreateReportOption();
        var json = new Option<bool>("--json")
        {
            Description = "Print the profile as one line of JSON at the end: rows, columns, roles, series, time, targets, classes, leaks, problems.",
        };
        var command = new Command(
            "profile",
            "Shows what a table is like: its series and times, missing values and outliers, seasons and trends, columns that give away the target, "
            + "and what naive forecasts reach. Roles of columns that are not given are guessed. Nothing is trained.") { data.Argument };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, .. data.RolesOnly, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var (source, sample) = data.Source(parsed);
            new CommandFiles()
                .Read(data.FindFile(parsed))
                .Write("option --report", parsed.GetValue(report))
                .Prepare();
            var profile = TableProfile.Create(source, data.ReadRoles(parsed, sample, source.Columns), cancellation);
            ProfileScreen.Write(output, profile, source.Describe());
            ReportFile.Save(output, parsed.GetValue(report), () => ProfileReport.Create(profile, source.Title));
            if (parsed.GetValue(json))
                JsonLine.Write(output, ProfileJson.Create(profile));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
