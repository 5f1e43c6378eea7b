namespace Krewe.Client;

/// <summary>By what silos know each other: files in PEM, read again before they are needed, so that they can be exchanged while silos run.</summary>
/// <param name="Certificate">The silo's certificate.</param>
/// <param name="Key">Private key of the certificate, not encrypted.</param>
/// <param name="Authority">Certificate of the authority that has issued the certificates of all silos, and of nobody else; with those between it and them, if there are any.</param>
public sealed record EngineSiloTls(string Certificate, string Key, string Authority);
