# docker build -t cleaner . && docker run --rm -v "$PWD:/data" cleaner clean pages -o clean
FROM python:3.13-slim
COPY pyproject.toml README.md LICENSE /src/
COPY cleaner /src/cleaner
RUN pip install --no-cache-dir '/src[warc,parquet,zstd]' && rm -r /src
RUN useradd --create-home cleaner
USER cleaner
WORKDIR /data
ENTRYPOINT ["cleaner"]
CMD ["--help"]
