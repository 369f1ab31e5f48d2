using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Migrator.SchemaCheck;
using Npgsql;
using Storefront.WebApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(
    services => NpgsqlDataSource.Create(Database.Connection(services.GetRequiredService<IConfiguration>())));
builder.Services.AddSchemaCheck(options => options.ApplicationName = "Storefront");
builder.Services.AddHealthChecks().AddCheck<SchemaHealthCheck>("schema", tags: ["ready"]);
builder.Services.AddProblemDetails(Problems.Configure).AddExceptionHandler<BadRequestHandler>()
    .AddExceptionHandler<DatabaseTroubleHandler>().AddValidation().AddOpenApi();
builder.Services.ConfigureHttpJsonOptions(Json.Configure)
    .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.AddSingleton<CustomerStore>().AddSingleton<ProductStore>().AddSingleton<OrderStore>()
    .AddSingleton<PaymentStore>();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapVersion();
app.MapCustomers();
app.MapProducts();
app.MapOrders();
app.MapPayments();
await app.RunAsync();
