using MlNetRecurrent;
using ApiNamespace;

var builder = WebApplication.CreateBuilder(args);

// The options are in the section "Model" of appsettings.json. When the file of the model is replaced, it is reloaded.
builder.Services.AddRecurrentModel(ModelEndpoints.ModelName, options =>
{
    builder.Configuration.GetSection("Model").Bind(options);

    // A relative path starts at the folder of appsettings.json, not at the current folder.
    if (!string.IsNullOrEmpty(options.ModelFile))
        options.ModelFile = Path.Combine(builder.Environment.ContentRootPath, options.ModelFile);
});
builder.Services.AddHealthChecks().AddRecurrentModel(ModelEndpoints.ModelName);
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
{
    // The body is no JSON or has values of another type: ASP.NET Core itself does not say what was expected.
    if (context.ProblemDetails is { Status: StatusCodes.Status400BadRequest, Detail: null } and not HttpValidationProblemDetails)
        context.ProblemDetails.Detail = ScoreRequest.Expected;
});

// A body that is not valid JSON gets the response 400. By default, it is an exception during development.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

var app = builder.Build();

// Resolving the model loads it and validates its options: an invalid one ends the application here, before the first request.
app.Services.GetRequiredKeyedService<HostedModel>(ModelEndpoints.ModelName);

app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapHealthChecks("/health");
app.MapModel();
app.Run();
