using MlNetRecurrent;
using ApiNamespace;

var builder = WebApplication.CreateBuilder(args);

// The options are in the section "Model" of appsettings.json. When the file of the model is replaced, it is reloaded.
builder.Services.AddRecurrentModel(ModelEndpoints.ModelName, builder.Configuration.GetSection("Model").Bind);
builder.Services.AddHealthChecks().AddRecurrentModel(ModelEndpoints.ModelName);
builder.Services.AddProblemDetails();

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
